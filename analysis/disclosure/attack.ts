import type { LinearSolver } from "./linear-solver.ts";

/** A released table as a reader has it: the text of a tidy CSV file. */
export interface ReleasedText {
  readonly name: string;
  readonly text: string;
}

/** The rules a reader knows, because the pack prints them. */
export interface KnownRules {
  readonly threshold: number;
  readonly roundTo: number;
  readonly symbol: string;
  readonly zeros: "shown" | "hidden" | "hidden-if-sensitive";
  readonly sensitive: readonly string[];
  /** Words for levels whose noughts are always shown. */
  readonly judgements?: readonly string[];
}

/** A hidden count that can be worked out. */
export interface PinnedCell {
  readonly cell: string;
  readonly files: readonly string[];
  readonly least: number;
  readonly most: number;
}

export interface AttackResult {
  /** "review" when the files are too many to attack: never a pass. */
  readonly status: "pass" | "fail" | "review";
  readonly cells: number;
  readonly hidden: number;
  readonly equations: number;
  readonly pinned: readonly PinnedCell[];
}

interface Unknown {
  readonly key: string;
  readonly files: Set<string>;
  low: number;
  high: number;
  hidden: boolean;
}

/**
 * Tries to work out hidden counts as a reader would, from nothing but the text of the released files and
 * the rules they state.
 *
 * Rows with the same population and levels, in whatever file, are one unknown; "All" is the sum of the
 * levels. A count that is shown stands for all that round to it. A hidden count is found out when the sums
 * prove that it is below the threshold, or leave it one value. Fractions are allowed, so a proof that needs
 * whole numbers is not seen.
 *
 * @param limit - Most cells to attack; beyond it the answer is "review".
 */
export function attackRelease(
  files: readonly ReleasedText[],
  rules: KnownRules,
  solve: LinearSolver,
  limit = 20_000,
): AttackResult {
  const { unknowns, sums, contradiction } = rebuild(files, rules);
  const hidden = unknowns.flatMap((each, index) => (each.hidden ? [index] : []));
  const size = { cells: unknowns.length, hidden: hidden.length, equations: sums.length };
  if (unknowns.length > limit || contradiction) return { status: "review", ...size, pinned: [] };
  if (hidden.length === 0) return { status: "pass", ...size, pinned: [] };
  const ask = (aim: "max" | "min", of: readonly number[], capped: boolean) =>
    solve(write(unknowns, sums, aim, of, capped ? rules.threshold : null));
  // Three worlds, each fitting everything printed, answer for most cells at once.
  const worlds = [ask("max", hidden, true), ask("max", hidden, false), ask("min", hidden, false)];
  if (worlds.some((world) => world.status !== "Optimal")) {
    return { status: "review", ...size, pinned: [] };
  }
  const isFree = (cell: number): boolean => {
    const values = worlds.map((world) => world.values.get(`v${cell}`) ?? 0);
    const most = Math.max(...values);
    return most >= rules.threshold - 1e-6 && most - Math.min(...values) > 1e-6;
  };
  // Those left over are asked for together, as long as that frees some of them.
  let left = hidden.filter((cell) => !isFree(cell));
  for (let before = hidden.length; left.length > 1 && left.length < before; ) {
    before = left.length;
    worlds.push(ask("max", left, true));
    left = left.filter((cell) => !isFree(cell));
  }
  const pinned: PinnedCell[] = [];
  for (const cell of left) {
    const most = ask("max", [cell], false).values.get(`v${cell}`) ?? 0;
    const least = ask("min", [cell], false).values.get(`v${cell}`) ?? 0;
    if (most < rules.threshold - 1e-6 || most - least < 1e-6) {
      const { key, files: from } = unknowns[cell] as Unknown;
      pinned.push({
        cell: key,
        files: [...from].sort(),
        least: Math.ceil(least - 1e-6),
        most: Math.floor(most + 1e-6),
      });
    }
  }
  return { status: pinned.length === 0 ? "pass" : "fail", ...size, pinned };
}

/** Unknowns and sums from the files alone. */
function rebuild(
  files: readonly ReleasedText[],
  rules: KnownRules,
): { unknowns: Unknown[]; sums: { total: number; parts: number[] }[]; contradiction: boolean } {
  const numberOf = new Map<string, number>();
  const unknowns: Unknown[] = [];
  const sums = new Map<string, { total: number; parts: number[] }>();
  let contradiction = false;
  const note = (
    key: string,
    file: string,
    low: number,
    high: number,
    isHidden: boolean,
  ): number => {
    let index = numberOf.get(key);
    if (index === undefined) {
      index = unknowns.length;
      numberOf.set(key, index);
      unknowns.push({ key, files: new Set(), low, high, hidden: isHidden });
    }
    const unknown = unknowns[index] as Unknown;
    unknown.files.add(file);
    // Hidden in one file and shown in another: what is shown is known, and the hiding has failed.
    unknown.low = Math.max(unknown.low, low);
    unknown.high = Math.min(unknown.high, high);
    unknown.hidden ||= isHidden;
    if (unknown.low > unknown.high) contradiction = true;
    return index;
  };
  const add = (total: number, parts: readonly (number | undefined)[]): void => {
    if (parts.length === 0 || parts.includes(undefined)) return;
    if (parts.length === 1 && parts[0] === total) return;
    const sorted = [...(parts as number[])].sort((a, b) => a - b);
    sums.set(`${total}:${sorted.join()}`, { total, parts: sorted });
  };
  const trees: TreeRow[] = [];
  for (const { name, text } of files) {
    const [header, ...rows] = parse(text);
    if (header?.[0] === "tree") {
      trees.push(...treeRows(name, header, rows, rules, note));
      continue;
    }
    const names = (header ?? []).slice(3, -2);
    const at = new Map<string, number>();
    const levels = names.map(() => new Set<string>());
    for (const row of rows) {
      const own = row.slice(3, 3 + names.length);
      const stated = names.flatMap((variable, place) =>
        own[place] === "All" ? [] : [`${variable}=${own[place]}`],
      );
      const key = [`${row[1]} ${row[2]}`, ...stated.sort()].join(" & ");
      const printed = row[3 + names.length] as string;
      const isHidden = printed === rules.symbol;
      const nought =
        rules.zeros === "hidden" ||
        (rules.zeros === "hidden-if-sensitive" &&
          !own.some((level) => rules.judgements?.includes(level)) &&
          names.some(
            (variable, place) => own[place] !== "All" && rules.sensitive.includes(variable),
          ));
      const [low, high] = isHidden
        ? [
            nought && !(stated.length === 1 && stated[0]?.endsWith("=Not known")) ? 0 : 1,
            Number.POSITIVE_INFINITY,
          ]
        : interval(Number(printed), rules);
      const index = note(key, name, low, high, isHidden);
      at.set(JSON.stringify(own), index);
      own.forEach((level, place) => {
        if (level !== "All") levels[place]?.add(level);
      });
    }
    for (const [place, total] of at) {
      const own = JSON.parse(place) as string[];
      own.forEach((level, variable) => {
        if (level !== "All") return;
        const parts = [...(levels[variable] as Set<string>)].map((each) =>
          at.get(JSON.stringify(own.map((old, index) => (index === variable ? each : old)))),
        );
        add(total, parts);
      });
    }
  }
  joinTrees(trees, numberOf, add);
  return { unknowns, sums: [...sums.values()], contradiction };
}

/** A count of a printed tree, as a reader takes it. */
interface TreeRow {
  readonly index: number;
  readonly tree: string;
  readonly node: string;
  readonly parent: string;
  readonly isWhole: boolean;
  readonly outcome: string;
  /** The first part of a key: what is counted. */
  readonly base: string;
  /** One list of levels for each variable on the way to the node. */
  readonly path: ReadonlyMap<string, readonly string[]>;
  readonly outcomeName: string;
}

function treeRows(
  file: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  rules: KnownRules,
  note: (key: string, file: string, low: number, high: number, isHidden: boolean) => number,
): TreeRow[] {
  const outcomeName = header[7] as string;
  const paths = new Map<string, Map<string, readonly string[]>>([["", new Map()]]);
  return rows.map((row): TreeRow => {
    const [tree = "", unit, population, node = "", parent = "", variable = "", levels = ""] = row;
    if (!paths.has(node)) {
      const path = new Map(paths.get(parent));
      if (variable !== "") path.set(variable, levels.split(" | "));
      paths.set(node, path);
    }
    const path = paths.get(node) as Map<string, readonly string[]>;
    const [outcome = "", printed = ""] = [row[7], row[8]];
    const isWhole = outcome === "All";
    const base = `${unit} ${population}`;
    const stated = [...path].map(([name, own]) => `${name}=${own.join(" | ")}`);
    if (!isWhole) stated.push(`${outcomeName}=${outcome}`);
    const nought =
      rules.zeros === "hidden" ||
      (rules.zeros === "hidden-if-sensitive" &&
        !outcome.startsWith("All") &&
        !rules.judgements?.includes(outcome) &&
        [outcomeName, ...path.keys()].some((name) => rules.sensitive.includes(name)));
    const isHidden = printed === rules.symbol;
    const [low, high] = isHidden
      ? [nought ? 0 : 1, Number.POSITIVE_INFINITY]
      : interval(Number(printed), rules);
    const index = note([base, ...stated.sort()].join(" & "), file, low, high, isHidden);
    return {
      index,
      tree: `${file} ${tree}`,
      node,
      parent,
      isWhole,
      outcome,
      base,
      path,
      outcomeName,
    };
  });
}

/** What a tree says of itself and of the tables: classes, children, and levels put together. */
function joinTrees(
  rows: readonly TreeRow[],
  numberOf: ReadonlyMap<string, number>,
  add: (total: number, parts: readonly (number | undefined)[]) => void,
): void {
  const byTree = new Map<string, TreeRow[]>();
  for (const row of rows) byTree.set(row.tree, [...(byTree.get(row.tree) ?? []), row]);
  for (const own of byTree.values()) {
    for (const row of own) {
      if (row.outcome.startsWith("All")) {
        const classes = own.filter(
          (each) => each.node === row.node && !each.outcome.startsWith("All"),
        );
        add(
          row.index,
          classes.map(({ index }) => index),
        );
      }
      const children = own.filter(
        (each) => each.parent === row.node && each.outcome === row.outcome,
      );
      add(
        row.index,
        children.map(({ index }) => index),
      );
      // Levels put together are the sum of the levels, where a table prints them one by one.
      let stated: string[][] = [row.isWhole ? [] : [`${row.outcomeName}=${row.outcome}`]];
      for (const [name, levels] of row.path) {
        stated = stated.flatMap((start) => levels.map((level) => [...start, `${name}=${level}`]));
      }
      if (stated.length > 1) {
        add(
          row.index,
          stated.map((each) => numberOf.get([row.base, ...each.sort()].join(" & "))),
        );
      }
    }
  }
}

function interval(shown: number, { threshold, roundTo }: KnownRules): [number, number] {
  if (shown === 0) return [0, 0];
  if (roundTo <= 1) return [shown, shown];
  return [Math.max(threshold, shown - Math.floor(roundTo / 2)), shown + Math.ceil(roundTo / 2) - 1];
}

/** A programme in CPLEX LP format; with a cap, the aim is how many of the cells can reach it together. */
function write(
  unknowns: readonly Unknown[],
  sums: readonly { total: number; parts: readonly number[] }[],
  aim: "max" | "min",
  of: readonly number[],
  cap: number | null,
): string {
  const plus = (names: string[]): string => names.map((name) => `+ ${name}`).join("\n  ");
  const lines = [
    aim,
    `goal: ${plus(of.map((cell) => `${cap === null ? "v" : "c"}${cell}`))}`,
    "st",
  ];
  sums.forEach(({ total, parts }, row) => {
    lines.push(`s${row}: ${plus(parts.map((part) => `v${part}`))} - v${total} = 0`);
  });
  if (cap !== null) for (const cell of of) lines.push(`k${cell}: c${cell} - v${cell} <= 0`);
  lines.push("fixed: unit = 1", "bounds");
  unknowns.forEach(({ low, high }, cell) => {
    lines.push(
      high === Number.POSITIVE_INFINITY ? `v${cell} >= ${low}` : `${low} <= v${cell} <= ${high}`,
    );
  });
  // Without a ceiling a total of hidden cells only would have no greatest value.
  lines.push(
    ...unknowns.flatMap(({ high }, cell) =>
      high === Number.POSITIVE_INFINITY ? [`v${cell} <= 1000000`] : [],
    ),
  );
  if (cap !== null) for (const cell of of) lines.push(`0 <= c${cell} <= ${cap}`);
  lines.push("end");
  return lines.join("\n");
}

/** The reader's own CSV parser: quotes, commas and line ends. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (end === "" && quoted === undefined && plain === "" && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
