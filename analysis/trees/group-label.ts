import type { TreePredictor } from "./tree-data.ts";

/**
 * A child's categories in words. Whole numbers: "5 and under", "6 to 12", "13 and over"; other numbers: "under 6.5",
 * "6.5 to under 9", "9 and over"; ordered categories by their ends; others listed.
 */
export function groupLabel(
  predictor: TreePredictor,
  groups: readonly (readonly number[])[],
  place: number,
): string {
  const missing = predictor.values.at(-1) === null ? predictor.size - 1 : -1;
  const group = groups[place] as readonly number[];
  const known = group.filter((category) => category !== missing);
  if (known.length === 0) return "not known";
  const withMissing = known.length < group.length ? " or not known" : "";
  const bound = groupBounds(predictor, groups)?.[place];
  return `${
    bound == null ? categoryWords(predictor, known) : numberWords(predictor, bound)
  }${withMissing}`;
}

function numberWords(
  { ranges }: TreePredictor,
  [from, below]: readonly [number | null, number | null],
): string {
  if (from === null && below === null) return "any number";
  // A value on an edge belongs above it, so every whole number has its place in one of the labels.
  if (ranges?.every((range) => range.every(Number.isInteger)) === true) {
    const low = from === null ? null : Math.ceil(from);
    const high = below === null ? null : Math.ceil(below) - 1;
    if (low === null) return `${high} and under`;
    if (high === null) return `${low} and over`;
    return low === high ? String(low) : `${low} to ${high}`;
  }
  if (from === null) return `under ${below}`;
  return below === null ? `${from} and over` : `${from} to under ${below}`;
}

function categoryWords({ type, labels }: TreePredictor, known: readonly number[]): string {
  if (type !== "nominal" && known.length > 2) {
    return `${labels[known[0] as number]} to ${labels[known.at(-1) as number]}`;
  }
  const own = known.map((category) => labels[category] as string);
  // Labels that hold commas themselves are kept apart by a stronger sign.
  return own.join(own.some((label) => label.includes(",")) ? "; " : ", ");
}

/**
 * What each child of a number holds, from a value to below another; null for no limit, and for a child of nothing but
 * missing values.
 */
export function groupBounds(
  predictor: TreePredictor,
  groups: readonly (readonly number[])[],
): readonly (readonly [number | null, number | null] | null)[] | null {
  const { edges } = predictor;
  if (edges === null) return null;
  const missing = predictor.values.at(-1) === null ? predictor.size - 1 : -1;
  const first = groups.map((group) => group.find((category) => category !== missing) ?? null);
  const solid = first.filter((category) => category !== null);
  return first.map((category) => {
    if (category === null) return null;
    const next = solid[solid.indexOf(category) + 1];
    const from = category === solid[0] ? null : (edges[category - 1] as number);
    return [from, next === undefined ? null : (edges[next - 1] as number)] as const;
  });
}
