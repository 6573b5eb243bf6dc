/**
 * Nodes and weights of Gauss–Hermite quadrature for the standard normal: Σ w·f(z) ≈ E f(Z).
 *
 * @param count - Number of nodes, 1 to 60.
 * @example
 * gaussHermite(2).nodes.map((z) => z * z) // => [1, 1]
 * @see Press and others (2007), Numerical Recipes, 4.6; Abramowitz and Stegun 25.4.46.
 */
export function gaussHermite(count: number): {
  readonly nodes: number[];
  readonly weights: number[];
} {
  const nodes: number[] = [];
  const weights: number[] = [];
  // Roots of the normalised Hermite polynomial, bracketed by sign changes on a fine grid.
  const reach = Math.sqrt(4 * count + 2) + 1;
  const steps = 400 * count;
  let before = -reach;
  let valueBefore = hermite(count, before).value;
  for (let step = 1; step <= steps; step++) {
    const here = -reach + (2 * reach * step) / steps;
    const value = hermite(count, here).value;
    if (valueBefore === 0 || valueBefore * value < 0) {
      let low = before;
      let high = here;
      for (let i = 0; i < 80; i++) {
        const middle = (low + high) / 2;
        if (hermite(count, middle).value * hermite(count, low).value <= 0) high = middle;
        else low = middle;
      }
      const root = (low + high) / 2;
      const { previous } = hermite(count, root);
      nodes.push(Math.abs(root) < 1e-14 ? 0 : root);
      weights.push(1 / (count * previous * previous));
    }
    before = here;
    valueBefore = value;
  }
  return { nodes, weights };
}

/** The orthonormal polynomial of this degree for the standard normal, and the one below. */
function hermite(degree: number, z: number): { value: number; previous: number } {
  let previous = 0;
  let value = 1;
  for (let k = 0; k < degree; k++) {
    const next = (z * value - Math.sqrt(k) * previous) / Math.sqrt(k + 1);
    previous = value;
    value = next;
  }
  return { value, previous };
}
