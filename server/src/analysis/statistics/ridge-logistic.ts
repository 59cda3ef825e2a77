/** Logistic regression with a normal prior of mean 0 on every weight, the most probable weights by Newton. */

const STEPS = 25;

export interface WeightedRow {
  readonly features: Float64Array;
  readonly outcome: 0 | 1;
  readonly weight: number;
}

/**
 * deviations   of the priors, one for each feature
 * returns      one weight for each feature; zeros without rows
 */
export function fitRidgeLogistic(rows: readonly WeightedRow[], deviations: readonly number[]): Float64Array {
  const size = deviations.length;
  const weights = new Float64Array(size);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = Float64Array.from(deviations, (deviation, i) => -weights[i]! / deviation ** 2);
    const curve = deviations.map((deviation, i) => {
      const row = new Float64Array(size);
      row[i] = 1 / deviation ** 2;
      return row;
    });
    for (const { features, outcome, weight } of rows) {
      const probability = logisticProbability(weights, features);
      const steep = weight * Math.max(1e-9, probability * (1 - probability));
      for (let i = 0; i < size; i += 1) {
        gradient[i] = gradient[i]! + weight * (outcome - probability) * features[i]!;
        for (let j = 0; j < size; j += 1) curve[i]![j] = curve[i]![j]! + steep * features[i]! * features[j]!;
      }
    }
    const move = solve(curve, gradient);
    // A full step may overshoot far from the optimum.
    const scale = Math.min(1, 2 / Math.max(...move.map(Math.abs), 1e-12));
    for (let i = 0; i < size; i += 1) weights[i] = weights[i]! + scale * move[i]!;
    if (Math.max(...move.map(Math.abs)) < 1e-9) break;
  }
  return weights;
}

export function logisticProbability(weights: Float64Array, features: Float64Array): number {
  let z = 0;
  for (let i = 0; i < weights.length; i += 1) z += weights[i]! * features[i]!;
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : 1 - 1 / (1 + Math.exp(z));
}

/** Gauss with the largest pivot; the prior keeps the matrix from being singular. Both arguments are used up. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row;
    }
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    for (let row = column + 1; row < size; row += 1) {
      const factor = matrix[row]![column]! / matrix[column]![column]!;
      for (let at = column; at < size; at += 1) matrix[row]![at] = matrix[row]![at]! - factor * matrix[column]![at]!;
      right[row] = right[row]! - factor * right[column]!;
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    for (let at = row + 1; at < size; at += 1) right[row] = right[row]! - matrix[row]![at]! * right[at]!;
    right[row] = right[row]! / matrix[row]![row]!;
  }
  return right;
}
