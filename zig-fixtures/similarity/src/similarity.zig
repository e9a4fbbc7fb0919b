//! Cosine similarity of one query against many candidates: the caller allocates, nothing is copied.

const kernel = @import("kernel.zig");

/// Writes the cosine similarity of the query and each candidate to `scores`: -1 to 1, and 0 where a vector has length 0.
/// Candidates lie one after the other, each as long as the query.
/// @slice query query_len
/// @slice candidates query_len*num_candidates
/// @slice scores num_candidates
export fn engram_vector_similarity(
    query: [*]const f32,
    candidates: [*]const f32,
    scores: [*]f32,
    query_len: usize,
    num_candidates: usize,
) void {
    const wanted = query[0..query_len];
    const query_norm = kernel.norm(wanted);
    for (scores[0..num_candidates], 0..) |*score, i| {
        const candidate = candidates[i * query_len ..][0..query_len];
        score.* = kernel.cosine(wanted, query_norm, candidate);
    }
}

/// The dot product of two vectors of the same length.
export fn engram_dot(a: [*]const f32, b: [*]const f32, len: usize) f32 {
    return kernel.dot(a[0..len], b[0..len]);
}

/// The euclidean length.
export fn engram_norm(vector: [*]const f32, vector_len: usize) f32 {
    return kernel.norm(vector[0..vector_len]);
}

/// Writes the indices of the best scores, best first, the lower index first among equals, and gives how many were written:
/// the smaller of `k` and `num_scores`. A score that is not a number comes last.
/// @slice scores num_scores
/// @slice indices k
export fn engram_top_k(scores: [*]const f32, num_scores: usize, indices: [*]u32, k: usize) usize {
    var found: usize = 0;
    for (scores[0..num_scores], 0..) |score, i| {
        var place = found;
        while (place > 0 and isBetter(score, scores[indices[place - 1]])) place -= 1;
        if (place >= k) continue;
        if (found < k) found += 1;
        var last = found - 1;
        while (last > place) : (last -= 1) indices[last] = indices[last - 1];
        indices[place] = @intCast(i);
    }
    return found;
}

fn isBetter(score: f32, other: f32) bool {
    const other_is_nan = other != other;
    return score > other or (other_is_nan and score == score);
}
