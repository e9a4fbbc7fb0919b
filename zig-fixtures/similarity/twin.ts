import type { SimilarityApi } from "./bindings.ts";

/** The same functions in TypeScript, for machines without the library. */
export const twin: SimilarityApi = {
  engram_vector_similarity(query, candidates, scores) {
    const norm = twin.engram_norm(query);
    for (let i = 0; i < scores.length; i++) {
      const candidate = candidates.subarray(i * query.length, (i + 1) * query.length);
      const product = norm * twin.engram_norm(candidate);
      scores[i] = product === 0 ? 0 : twin.engram_dot(query, candidate) / product;
    }
  },
  engram_dot: (a, b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0),
  engram_norm: (vector) => Math.sqrt(twin.engram_dot(vector, vector)),
  engram_top_k(scores, indices) {
    const rank = (i: number): number => (Number.isNaN(scores[i]) ? -Infinity : (scores[i] ?? -Infinity));
    const best = [...scores.keys()].sort((a, b) => rank(b) - rank(a) || a - b).slice(0, indices.length);
    indices.set(best);
    return best.length;
  },
};
