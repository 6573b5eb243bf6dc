import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type Bitset, bitsetIntersection, bitsetOf, bitsetRows } from "./bitset.ts";
import { notKnown } from "./count-table.ts";
import type { Definition } from "./definitions.ts";

/** One thing that printed categories speak of, cut as finely as any of them cuts it. */
export interface Facet {
  readonly name: string;
  readonly pieces: readonly { readonly name: string; readonly members: Bitset }[];
}

/** How the categories of different variables lie to one another, and who is in them. */
export interface Links {
  readonly facets: ReadonlyMap<string, Facet>;
  /** The facet of a variable and the pieces of it that a category holds; null for one that is not linked. */
  readonly piecesOf: (
    variable: string,
    value: string,
  ) => { readonly facet: string; readonly pieces: readonly number[] } | null;
  /** The variables that speak of a facet. */
  readonly variablesOf: (facet: string) => readonly string[];
  /** Facets that something is known of together have one group. */
  readonly groupOf: (facet: string) => string;
  /** Can anybody be in both pieces? */
  readonly canMeet: (facet: string, piece: number, other: string, otherPiece: number) => boolean;
  readonly countFamilies: (members: Bitset) => {
    readonly families: number;
    readonly familyMembers: Bitset;
  };
}

/**
 * The links between printed variables, from their definitions and from the data: where each category of one
 * variable lies within one category of another, as authorities lie within regions, a reader is taken to know it.
 *
 * @param variables - Names of all printed variables.
 */
export function linksOf(
  data: Dataset,
  variables: readonly string[],
  definitions: readonly Definition[],
): Links {
  const cutFrom = new Map<string, string>();
  for (const each of definitions) {
    if (each.kind === "excludes") continue;
    if (data.columns.get(each.of)?.kind === "numeric") {
      cutFrom.set(each.variable, each.of);
    }
  }
  const facets = new Map<string, Facet>();
  const pieces = new Map<string, { facet: string; pieces: readonly number[] }>();
  const put = (variable: string, value: string, facet: string, own: readonly number[]): void => {
    pieces.set(JSON.stringify([variable, value]), { facet, pieces: own });
  };
  for (const source of new Set(cutFrom.values())) {
    const stated = definitions.filter((each) => each.kind !== "excludes" && each.of === source);
    const { facet, edges } = numberFacet(data, source, stated);
    facets.set(source, facet);
    for (const each of stated) {
      if (each.kind === "missing") put(each.variable, each.value, source, [edges.length - 1]);
      else if (each.kind === "interval") {
        const own = edges.slice(0, -1).flatMap((start, at) => {
          const isIn =
            start >= (each.from ?? Number.NEGATIVE_INFINITY) &&
            (edges[at + 1] as number) <= (each.to ?? Number.POSITIVE_INFINITY);
          return isIn ? [at] : [];
        });
        put(each.variable, each.value, source, own);
      }
    }
  }
  for (const variable of variables) {
    const column = data.columns.get(variable);
    if (cutFrom.has(variable) || column?.kind !== "categorical") continue;
    const rows: number[][] = [...column.levels, null].map(() => []);
    column.codes.forEach((code, row) => {
      rows[code < 0 ? column.levels.length : code]?.push(row);
    });
    // As in the tables: "not known" is there only where somebody is.
    const isMissing = (rows.at(-1) as number[]).length > 0;
    const names = [
      ...column.levels.map(({ value }) => value),
      ...(isMissing ? [notKnown.value] : []),
    ];
    facets.set(variable, {
      name: variable,
      pieces: names.map((name, at) => ({
        name,
        members: bitsetOf(rows[at] as number[], data.rowCount),
      })),
    });
    names.forEach((name, at) => {
      put(variable, name, variable, [at]);
    });
  }
  const { forbid, groupOf, canMeet } = apart();
  for (const each of definitions) {
    if (each.kind !== "excludes") continue;
    const a = pieces.get(JSON.stringify([each.variable, each.value]));
    const b = pieces.get(JSON.stringify([each.other, each.otherValue]));
    for (const one of a?.pieces ?? []) {
      for (const two of b?.pieces ?? []) {
        if (a && b) forbid(a.facet, one, b.facet, two);
      }
    }
  }
  const own = [...facets.values()];
  for (const fine of own) {
    for (const coarse of own) {
      if (fine === coarse || !isWithin(fine, coarse)) continue;
      fine.pieces.forEach((one, at) => {
        if (!some(one.members)) return;
        coarse.pieces.forEach((two, other) => {
          if (!some(bitsetIntersection(one.members, two.members))) {
            forbid(fine.name, at, coarse.name, other);
          }
        });
      });
    }
  }
  return {
    facets,
    groupOf,
    canMeet,
    variablesOf: (facet) => {
      const cut = [...cutFrom].flatMap(([variable, of]) => (of === facet ? [variable] : []));
      return [facet, ...cut];
    },
    piecesOf: (variable, value) => {
      // A table calls its level for missing values so, with a sign more when the codebook has that name.
      const plain = value.startsWith(notKnown.value) ? notKnown.value : value;
      return (
        pieces.get(JSON.stringify([variable, value])) ??
        pieces.get(JSON.stringify([variable, plain])) ??
        null
      );
    },
    countFamilies: (members) => {
      const rows = bitsetRows(members);
      const of = rows.map((row) => data.families?.of[row] ?? row);
      return {
        families: new Set(of).size,
        familyMembers: bitsetOf(of, data.families?.count ?? data.rowCount),
      };
    },
  };
}

/** A number cut at every edge that a category has; the last piece is of those for whom it is missing. */
function numberFacet(
  data: Dataset,
  source: string,
  stated: readonly Definition[],
): { readonly facet: Facet; readonly edges: readonly number[] } {
  const ends = stated.flatMap((each) =>
    each.kind === "interval" ? [each.from, each.to].filter((edge) => edge !== null) : [],
  );
  const edges = [
    Number.NEGATIVE_INFINITY,
    ...[...new Set(ends)].sort((a, b) => a - b),
    Number.POSITIVE_INFINITY,
  ];
  const column = data.columns.get(source);
  const rows: number[][] = edges.map(() => []);
  if (column?.kind === "numeric") {
    column.values.forEach((value, row) => {
      const at = Number.isNaN(value)
        ? edges.length - 1
        : edges.filter((edge) => edge <= value).length - 1;
      rows[at]?.push(row);
    });
  }
  return {
    edges,
    facet: {
      name: source,
      pieces: rows
        .map((own, at) => ({
          name: at === edges.length - 1 ? notKnown.value : `${edges[at]} to ${edges[at + 1]}`,
          members: bitsetOf(own, data.rowCount),
        }))
        .filter(({ name }, at) => name !== notKnown.value || (rows[at] as number[]).length > 0),
    },
  };
}

/** Is each piece that somebody is in a part of one piece of the other, which has more than one? */
function isWithin(fine: Facet, coarse: Facet): boolean {
  const used = coarse.pieces.filter(({ members }) => some(members));
  if (used.length < 2) return false;
  return fine.pieces.every(
    ({ members }) =>
      !some(members) ||
      used.filter((each) => some(bitsetIntersection(members, each.members))).length === 1,
  );
}

const some = (members: Bitset): boolean => members.some((word) => word !== 0);

/** Pairs of pieces that nobody is in together, and the groups of facets they join. */
function apart() {
  const pairs = new Set<string>();
  const leader = new Map<string, string>();
  const groupOf = (facet: string): string => {
    const next = leader.get(facet);
    return next === undefined ? facet : groupOf(next);
  };
  const name = (a: string, one: number, b: string, two: number): string =>
    a < b ? JSON.stringify([a, one, b, two]) : JSON.stringify([b, two, a, one]);
  return {
    groupOf,
    canMeet: (a: string, one: number, b: string, two: number): boolean =>
      groupOf(a) !== groupOf(b) || !pairs.has(name(a, one, b, two)),
    forbid: (a: string, one: number, b: string, two: number): void => {
      pairs.add(name(a, one, b, two));
      const [from, to] = [groupOf(a), groupOf(b)];
      if (from !== to) leader.set(from, to);
    },
  };
}
