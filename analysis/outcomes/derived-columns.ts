import { InputError } from "../../data-dictionary/input-error.ts";
import {
  type CategoricalColumn,
  type Column,
  missingReason,
  type NumericColumn,
} from "../../data-dictionary/table/column.ts";
import { yesNoLevels } from "./fact.ts";

/**
 * A number put into bands. A value equal to a cut belongs to the band above it.
 *
 * @param cuts - Rising; one fewer than labels.
 * @example
 * bandColumn("age_band", "Age", numericColumn("age", [5, 6, 13]), [6, 13], ["Under 6", "6 to 12", "Over 12"]).codes // => Int32Array.of(0, 1, 2)
 */
export function bandColumn(
  name: string,
  label: string | undefined,
  source: NumericColumn,
  cuts: readonly number[],
  labels: readonly string[],
): CategoricalColumn {
  const codes = Int32Array.from(source.values, (value, row) => {
    if (Number.isNaN(value)) return source.reasons[row] as number;
    let band = 0;
    while (band < cuts.length && value >= (cuts[band] as number)) band++;
    return band;
  });
  return {
    kind: "categorical",
    name,
    label: label ?? source.label,
    level: source.level,
    origin: "derived",
    codes,
    levels: labels.map((each) => ({ value: each, label: each })),
    ordered: true,
  };
}

/**
 * One yes/no variable from several: yes if any part is yes, no only if all parts are no, otherwise missing
 * with the first reason found. A silent file never becomes a no.
 *
 * @example
 * rollupColumn("any", "Any", ["a", "b"], new Map([["a", categoricalColumn("a", ["1", "0", "0"])], ["b", categoricalColumn("b", ["-9", "0", "-9"])]]), 3).codes // => Int32Array.of(0, 1, -9)
 */
export function rollupColumn(
  name: string,
  label: string,
  parts: readonly string[],
  columns: ReadonlyMap<string, Column>,
  rowCount: number,
): CategoricalColumn {
  const sources = parts.map((part) => columns.get(part) as Column);
  const codes = Int32Array.from({ length: rowCount }, (_, row) => {
    let reason = 0;
    for (const source of sources) {
      const own = missingReason(source, row);
      if (own !== 0) {
        if (reason === 0) reason = own;
      } else if (
        source.kind === "categorical" &&
        source.levels[source.codes[row] as number]?.value === "1"
      ) {
        return 0;
      }
    }
    return reason === 0 ? 1 : reason;
  });
  return {
    kind: "categorical",
    name,
    label,
    level: sources[0]?.level ?? "child",
    origin: "derived",
    codes,
    levels: yesNoLevels,
    ordered: false,
  };
}

/**
 * A yes/no variable from a categorical one: yes for some of its values, no for others. A value in neither
 * list is −8 (could not judge); a missing value stays missing with its reason.
 *
 * @throws {InputError} `unknown-value` for a value that the variable does not have.
 * @example
 * yesNoColumn("stable", "Stable", categoricalColumn("s", ["home", "unstable", "-9"]), ["home"], ["unstable"]).codes // => Int32Array.of(0, 1, -9)
 */
export function yesNoColumn(
  name: string,
  label: string,
  source: CategoricalColumn,
  yes: readonly string[],
  no: readonly string[],
): CategoricalColumn {
  const values = source.levels.map((level) => level.value);
  const answer = new Int32Array(values.length).fill(-8);
  for (const [code, list] of [yes, no].entries()) {
    for (const value of list) {
      const at = values.indexOf(value);
      if (at < 0) {
        throw new InputError(
          "unknown-value",
          `The yes/no variable ${name} names the value ${value}, which ${source.name} does not have.`,
          `Its values are: ${values.join(", ")}. Change yes_no in study.yaml.`,
        );
      }
      answer[at] = code;
    }
  }
  return {
    kind: "categorical",
    name,
    label,
    level: source.level,
    origin: "derived",
    codes: source.codes.map((code) => (code < 0 ? code : (answer[code] as number))),
    levels: yesNoLevels,
    ordered: false,
  };
}
