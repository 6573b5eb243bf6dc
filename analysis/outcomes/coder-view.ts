import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type { Column } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { selectRows } from "../../data-dictionary/table/select-rows.ts";
import { idsOf } from "../timeline/timelines.ts";
import { ratingColumns } from "./rating-columns.ts";

/** One rating by one coder, not settled in discussion. */
export interface RatedRow {
  /** Row of the table of ratings. */
  readonly row: number;
  readonly child: string | null;
  readonly family: string | null;
  readonly item: string;
  readonly coder: string;
  /** The value given; null where the coder gave a missing code. */
  readonly value: string | null;
  /** 0, or the missing code given. */
  readonly missing: number;
}

/** Not coders: what was settled after talking it over. */
export const settledCoders: ReadonlySet<string> = new Set(["agreed", "consensus"]);

/**
 * The ratings that coders gave working apart.
 *
 * @throws {InputError} `no-ratings` when the study has no table of ratings with items, values and coders.
 */
export function ratedRows(study: LoadedStudy): RatedRow[] {
  const { table, item, value, coder } = ratingColumns(study);
  const children = idsOf(table, study.config.columns.child);
  const families = idsOf(table, study.config.columns.family);
  const found: RatedRow[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const name = item.levels[item.codes[row] as number]?.value;
    const who = coder.levels[coder.codes[row] as number]?.value;
    const code = value.codes[row] as number;
    // A row left blank is not yet coded: nobody has rated it.
    if (name === undefined || who === undefined || settledCoders.has(who) || code === -1) continue;
    found.push({
      row,
      child: children?.[row] ?? null,
      family: families?.[row] ?? null,
      item: name,
      coder: who,
      value: value.levels[code]?.value ?? null,
      missing: code < 0 ? code : 0,
    });
  }
  return found;
}

/**
 * A study as one coder saw it: of the ratings given, only that coder's; and a variable of the children or families that was
 * rated has that coder's value for those whom anybody rated, or is not yet coded. All else is as it is.
 *
 * @param rows - The ratings that count, of all coders.
 */
export function coderView(
  study: LoadedStudy,
  coder: string,
  rows: readonly RatedRow[],
): LoadedStudy {
  const tables = new Map(study.tables);
  const ratings = study.tables.get("ratings") as Dataset;
  const own = rows.filter((each) => each.coder === coder);
  tables.set(
    "ratings",
    selectRows(
      ratings,
      own.map((each) => each.row),
    ),
  );
  const { child, family } = study.config.columns;
  for (const [name, key, of] of [
    ["children", child, (each: RatedRow) => each.child],
    ["families", family, (each: RatedRow) => (each.child === null ? each.family : null)],
  ] as const) {
    const table = study.tables.get(name);
    if (table !== undefined) tables.set(name, withRatings(table, key, of, rows, own));
  }
  return { ...study, tables };
}

function withRatings(
  table: Dataset,
  key: string,
  subjectOf: (row: RatedRow) => string | null,
  rows: readonly RatedRow[],
  own: readonly RatedRow[],
): Dataset {
  const place = new Map(
    (idsOf(table, key) ?? []).flatMap((id, row) => (id === null ? [] : [[id, row] as const])),
  );
  const columns = new Map<string, Column>(table.columns);
  for (const item of new Set(rows.map((each) => each.item))) {
    const column = columns.get(item);
    if (column?.kind !== "categorical") continue;
    const codes = Int32Array.from(column.codes);
    const put = (each: RatedRow, code: number): void => {
      const at = place.get(subjectOf(each) ?? "");
      if (at !== undefined) codes[at] = code;
    };
    for (const each of rows) if (each.item === item) put(each, -1);
    for (const each of own) {
      if (each.item !== item) continue;
      const code = column.levels.findIndex((level) => level.value === each.value);
      put(each, each.missing < 0 ? each.missing : code);
    }
    columns.set(item, { ...column, codes });
  }
  return { ...table, columns };
}
