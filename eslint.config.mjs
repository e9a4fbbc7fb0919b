import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const core = ["model", "syntax", "layout", "plan", "check", "emit"].map((layer) => `server/src/${layer}/**/*.ts`);

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "grammars/",
      "**/.zig-cache/",
      "**/zig-out/",
      ".cache/",
      "scripts/*.mjs",
      "zig-fixtures/*/bindings.ts",
      "server/src/emit/snippetTable.ts",
      "eslint.config.mjs",
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // node:test's describe/it return promises that nobody awaits at the top level.
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["test", "describe", "it", "suite"], package: "node:test" }] },
      ],
      "max-lines": ["error", 500],
      "max-params": ["error", 4],
      eqeqeq: "error",
    },
  },
  {
    // Helpers that generated files carry: they check what callers without types pass, and run in the user's process.
    files: ["server/src/emit/snippets/**/*.ts"],
    rules: { "@typescript-eslint/no-unnecessary-condition": "off" },
  },
  {
    files: core,
    ignores: ["server/src/emit/snippets/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*", "vscode", "vscode-*"], message: "The core is pure: inject what it needs." }] },
      ],
    },
  },
);
