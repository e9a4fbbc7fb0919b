//! The hot loops, eight lanes at a time. Sums are kept in eight partial sums and added up at the end.

const lane_count = 8;
const Lanes = @Vector(lane_count, f32);

pub fn dot(a: []const f32, b: []const f32) f32 {
    var sums: Lanes = @splat(0);
    var i: usize = 0;
    while (i + lane_count <= a.len) : (i += lane_count) {
        const left: Lanes = a[i..][0..lane_count].*;
        const right: Lanes = b[i..][0..lane_count].*;
        sums += left * right;
    }
    var sum: f32 = @reduce(.Add, sums);
    while (i < a.len) : (i += 1) sum += a[i] * b[i];
    return sum;
}

pub fn norm(vector: []const f32) f32 {
    return @sqrt(dot(vector, vector));
}

/// 0 where either vector has length 0, since no angle exists.
pub fn cosine(query: []const f32, query_norm: f32, candidate: []const f32) f32 {
    const scale = query_norm * norm(candidate);
    if (scale == 0) return 0;
    return dot(query, candidate) / scale;
}
