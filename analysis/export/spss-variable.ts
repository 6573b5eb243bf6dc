import { InputError } from "../../data-dictionary/input-error.ts";
import { missingLabels } from "../../data-dictionary/table/missing.ts";
import { utf8Length } from "./byte-sink.ts";
import { type ExportTable, type ExportVariable, missingCodesOf } from "./export-table.ts";
import { portableNames } from "./portable-names.ts";

/** A variable as SPSS has it. */
export interface SpssVariable {
  readonly name: string;
  readonly source: ExportVariable;
  /** Bytes of a string; 0 for numbers. */
  readonly width: number;
  readonly decimals: number;
  /** The words of −9 to −6 and of the answers. */
  readonly labels: readonly { readonly value: number; readonly label: string }[];
  /** Missing codes that stand as text in a string variable and are declared missing. */
  readonly missingTexts: readonly string[];
  readonly level: "nominal" | "ordinal" | "scale";
}

const reserved = "all and by eq ge gt le lt ne not or to with".split(" ");
const longestString = 32_767;
/** Days from 14 October 1582, the first day of SPSS, to 1 January 1970. */
const epochDays = 141_428;

/**
 * The variables of a table as SPSS has them.
 *
 * @throws {InputError} `missing-code-in-use` when a number that is there lies from −9 to −6, which SPSS
 *   would take for a missing value; `text-too-long` above 32,767 bytes.
 */
export function spssVariables(table: ExportTable): SpssVariable[] {
  const names = portableNames(
    table.variables.map((variable) => variable.name),
    { longest: 64, reserved },
  );
  return table.variables.map((source, index) => {
    const name = names[index] as string;
    if (source.kind === "text") {
      const width = source.texts.reduce((most, text) => Math.max(most, utf8Length(text ?? "")), 2);
      if (width > longestString) {
        throw new InputError(
          "text-too-long",
          `${source.name} has a text of ${width} bytes, but SPSS allows ${longestString}.`,
          "Export it to another format, such as --to csv.",
        );
      }
      const missingTexts = missingTextsOf(source, width);
      return { name, source, width, decimals: 0, labels: [], missingTexts, level: "nominal" };
    }
    refuseAmbiguous(source);
    const labels = [
      // Some programs make categories of labelled numbers: label missing codes only where they stand.
      ...(source.kind === "coded" ? [-9, -8, -7, -6] : missingCodesOf(source)).map((value) => ({
        value,
        label: missingLabels[value as keyof typeof missingLabels],
      })),
      ...source.levels.map(({ code, label }) => ({ value: code, label })),
    ];
    const whole = source.numbers.every((value) => Number.isNaN(value) || Number.isInteger(value));
    return {
      name,
      source,
      width: 0,
      decimals: source.kind === "number" && !whole ? 2 : 0,
      labels,
      missingTexts: [],
      level: source.kind === "coded" ? (source.ordered ? "ordinal" : "nominal") : "scale",
    };
  });
}

/**
 * The missing codes of a text that are declared missing. SPSS allows three; for strings above eight bytes
 * programs disagree on how several are stored, so that one alone is declared. The text itself stays.
 */
function missingTextsOf(source: ExportVariable, width: number): string[] {
  const codes = missingCodesOf(source).map(String);
  if (width > 8) return codes.length === 1 ? codes : [];
  return codes.slice(0, 3);
}

function refuseAmbiguous(source: ExportVariable): void {
  // Dates are seconds since 1582 there, so that none of ours comes near.
  if (source.kind === "date") return;
  const clash = source.numbers.some((value) => value >= -9 && value <= -6);
  if (!clash) return;
  throw new InputError(
    "missing-code-in-use",
    `${source.name} has values from -9 to -6, which SPSS would take for missing.`,
    "Export it to another format, such as --to stata, or give the variable another scale.",
  );
}

/**
 * The number that SPSS stores for a row: a value, a code, the seconds since 14 October 1582, a missing
 * code, or null for system-missing.
 */
export function spssNumber(source: ExportVariable, row: number): number | null {
  const reason = source.missing[row] as number;
  if (reason === -1) return null;
  if (reason !== 0) return reason;
  const value = source.numbers[row] as number;
  return source.kind === "date" ? (value + epochDays) * 86_400 : value;
}

/** The text that SPSS stores for a row: blank stays blank, a missing code is its text. */
export function spssText(source: ExportVariable, row: number): string {
  const reason = source.missing[row] as number;
  if (reason === -1) return "";
  if (reason !== 0) return String(reason);
  return source.texts[row] ?? "";
}
