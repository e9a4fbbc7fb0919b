/** Commands of the palette and the walkthrough; package.json declares the same ones. */
export const commandIds = {
  generate: "zigFfi.generate",
  generateAll: "zigFfi.generateAll",
  generatePick: "zigFfi.generatePick",
  check: "zigFfi.check",
  build: "zigFfi.build",
  showLayout: "zigFfi.showLayout",
  showPlan: "zigFfi.showPlan",
  openBindings: "zigFfi.openBindings",
  goToZig: "zigFfi.goToZig",
  initialize: "zigFfi.initialize",
  doctor: "zigFfi.doctor",
  installZig: "zigFfi.installZig",
  restartServer: "zigFfi.restartServer",
  showLog: "zigFfi.showLog",
  createExample: "zigFfi.createExample",
  runExample: "zigFfi.runExample",
} as const;
