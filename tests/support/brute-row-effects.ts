/**
 * The likelihood ratio of Goodman's row-effects model against independence, by Newton's method on all parameters at once
 * with the whole matrix of second derivatives: slow, plain, and unlike the program's own fit. For tests only.
 *
 * @param places - The place of each column among all classes.
 */
export function bruteRowEffects(
  table: readonly (readonly number[])[],
  places: readonly number[],
): number {
  const middle = places.reduce((sum, own) => sum + own, 0) / places.length;
  const scores = places.map((own) => own - middle);
  const [r, c] = [table.length, scores.length];
  const rowTotal = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = rowTotal.reduce((sum, count) => sum + count, 0);
  const columnTotal = scores.map((_, j) => table.reduce((sum, row) => sum + (row[j] as number), 0));
  let independent = 0;
  table.forEach((row) => {
    row.forEach((count, j) => {
      if (count > 0) independent += count * Math.log((columnTotal[j] as number) / total);
    });
  });
  // Parameters: intercepts of columns 2 … c, slopes of rows 2 … r.
  const size = c - 1 + r - 1;
  let parameters = scores
    .slice(1)
    .map((_, j) => Math.log((columnTotal[j + 1] as number) / (columnTotal[0] as number)))
    .concat(Array(r - 1).fill(0));
  const shares = (own: readonly number[]): number[][] =>
    table.map((_, i) => {
      const slope = i === 0 ? 0 : (own[c - 2 + i] as number);
      const logits = scores.map(
        (score, j) => (j === 0 ? 0 : (own[j - 1] as number)) + slope * score,
      );
      const most = Math.max(...logits);
      const weights = logits.map((logit) => Math.exp(logit - most));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / whole);
    });
  const likelihood = (own: readonly number[]): number => {
    const p = shares(own);
    let sum = 0;
    table.forEach((row, i) => {
      row.forEach((count, j) => {
        if (count > 0) sum += count * Math.log(p[i]?.[j] as number);
      });
    });
    return sum;
  };
  let value = likelihood(parameters);
  for (let step = 0; step < 400; step++) {
    const p = shares(parameters);
    const gradient = Array<number>(size).fill(0);
    const hessian = gradient.map(() => Array<number>(size).fill(0));
    table.forEach((row, i) => {
      const features = scores.map((score, j) => {
        const own = Array<number>(size).fill(0);
        if (j > 0) own[j - 1] = 1;
        if (i > 0) own[c - 2 + i] = score;
        return own;
      });
      const mean = gradient.map((_, a) =>
        features.reduce((sum, own, j) => sum + (own[a] as number) * (p[i]?.[j] as number), 0),
      );
      features.forEach((own, j) => {
        const share = p[i]?.[j] as number;
        const n = rowTotal[i] as number;
        for (let a = 0; a < size; a++) {
          const away = (own[a] as number) - (mean[a] as number);
          gradient[a] = (gradient[a] as number) + (row[j] as number) * away;
          for (let b = 0; b < size; b++) {
            (hessian[a] as number[])[b] =
              ((hessian[a] as number[])[b] as number) +
              n * share * away * ((own[b] as number) - (mean[b] as number));
          }
        }
      });
    });
    // A breath of ridge keeps directions without curvature from running away.
    for (let a = 0; a < size; a++)
      (hessian[a] as number[])[a] = ((hessian[a] as number[])[a] as number) + 1e-14;
    const move = solve(hessian, gradient);
    let scale = 1;
    let next = parameters;
    let reached = Number.NEGATIVE_INFINITY;
    while (scale > 1e-9) {
      next = parameters.map((own, a) => own + scale * (move[a] as number));
      reached = likelihood(next);
      if (reached >= value) break;
      scale /= 2;
    }
    if (!(reached > value)) break;
    const gain = reached - value;
    [parameters, value] = [next, reached];
    if (gain < 1e-15 * (Math.abs(value) + 1)) break;
  }
  const statistic = 2 * (value - independent);
  return statistic < 1e-13 * total ? 0 : statistic;
}

function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) {
      if (Math.abs(rows[i]?.[k] as number) > Math.abs(rows[pivot]?.[k] as number)) pivot = i;
    }
    [rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]];
    const own = rows[k] as number[];
    for (let i = 0; i < size; i++) {
      if (i === k || own[k] === 0) continue;
      const other = rows[i] as number[];
      const factor = (other[k] as number) / (own[k] as number);
      for (let j = k; j <= size; j++) other[j] = (other[j] as number) - factor * (own[j] as number);
    }
  }
  return rows.map((row, k) => (row[k] === 0 ? 0 : (row[size] as number) / (row[k] as number)));
}
