/**
 * The name most like the one typed, or null when none is near: at most a third of its letters apart.
 *
 * @example
 * nearestName("stabilty", ["stability", "wellbeing"]) // => "stability"
 * @example
 * nearestName("titel", ["title"]) // => "title"
 * @example
 * nearestName("x", ["stability"]) // => null
 */
export function nearestName(typed: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters added, left out, changed, or exchanged with their neighbour. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  let earlier = previous;
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      current[j] = Math.min(
        exchanged ? (earlier[j - 2] as number) + 1 : substitute,
        substitute,
        (previous[j] as number) + 1,
        (current[j - 1] as number) + 1,
      );
    }
    earlier = previous;
    previous = current;
  }
  return previous[b.length] as number;
}
