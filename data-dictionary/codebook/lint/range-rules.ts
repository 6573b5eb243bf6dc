import { parseDate } from "../../dates/parse-date.ts";
import { nearestName } from "../../nearest-name.ts";
import type { Variable } from "../codebook.ts";
import { type LintRule, perVariable } from "./lint-rule.ts";

const ranged =
  /^(date_(ymd|mdy|dmy)|datetime_(seconds_)?(ymd|mdy|dmy)|time(_hh_mm_ss)?|integer|number(_\ddp)?(_comma_decimal)?)$/;
const unranged = [
  "email",
  "phone",
  "phone_uk",
  "postalcode_uk",
  "zipcode",
  "alpha_only",
  "mrn_10d",
  "mrn_generic",
  "ssn",
  "vmrn",
  "time_mm_ss",
];
const known = [
  "date_ymd",
  "date_dmy",
  "date_mdy",
  "datetime_ymd",
  "datetime_dmy",
  "datetime_mdy",
  "datetime_seconds_ymd",
  "datetime_seconds_dmy",
  "datetime_seconds_mdy",
  "time",
  "integer",
  "number",
  ...unranged,
];

const isText = (variable: Variable): boolean => variable.type === "text";
const isNumber = ({ validation }: Variable): boolean => /^(integer|number)/.test(validation);
const free = (limit: string): boolean =>
  limit === "" || limit === "today" || limit === "now" || limit.startsWith("[");

/** Rules about validation types and their ranges. */
export const rangeRules: readonly LintRule[] = [
  perVariable(
    "validation-unknown",
    "error",
    "text_validation_type_or_show_slider_number",
    "Use date_dmy, date_ymd, integer, number or another of REDCap's.",
    (variable) => {
      const { name, validation } = variable;
      if (!isText(variable) || validation === "" || ranged.test(validation)) return null;
      if (unranged.includes(validation)) return null;
      const near = nearestName(validation, known);
      return `${name} has a validation type REDCap does not have${near === null ? "" : `; did you mean ${near}?`}`;
    },
  ),
  perVariable(
    "validation-misplaced",
    "warning",
    "text_validation_type_or_show_slider_number",
    "Make it a text field, or take the validation away.",
    (variable) =>
      isText(variable) || variable.type === "slider" || variable.validation === ""
        ? null
        : `${variable.name} is a ${variable.type}, which takes no validation`,
  ),
  perVariable(
    "range-misplaced",
    "warning",
    "text_validation_min",
    "Give it a number or date validation, or take the limits away.",
    (variable) =>
      (variable.min !== "" || variable.max !== "") &&
      variable.type !== "slider" &&
      !ranged.test(variable.validation)
        ? `${variable.name} has limits but no validation that they belong to`
        : null,
  ),
  perVariable(
    "range-limit-form",
    "error",
    "text_validation_min",
    "Write numbers as 12 or 0.5, and dates as YYYY-MM-DD.",
    (variable) => {
      const limits = [variable.min, variable.max].filter((limit) => !free(limit));
      const wrong = isNumber(variable)
        ? limits.some((limit) => !/^-?\d+(\.\d+)?$/.test(limit))
        : /^date_/.test(variable.validation) &&
          limits.some((limit) => typeof parseDate(limit, "ymd") === "string");
      return wrong ? `${variable.name} has a limit that is no value of its type` : null;
    },
  ),
  perVariable(
    "range-reversed",
    "error",
    "text_validation_max",
    "Exchange the two limits.",
    (variable) => {
      const [low, high] = [order(variable, variable.min), order(variable, variable.max)];
      return low !== null && high !== null && low > high
        ? `${variable.name} has a minimum above its maximum`
        : null;
    },
  ),
  perVariable(
    "missing-code-in-range",
    "error",
    "text_validation_min",
    "Choose limits that leave -9 to -6 free, since they say why a value is missing.",
    (variable) => {
      if (!isNumber(variable) || variable.min === "") return null;
      const low = order(variable, variable.min);
      const high = order(variable, variable.max) ?? Number.POSITIVE_INFINITY;
      return low !== null && low <= -6 && high >= -9
        ? `${variable.name} allows values between -9 and -6, which are missing codes`
        : null;
    },
  ),
  perVariable(
    "number-without-range",
    "note",
    "text_validation_min",
    "State the smallest and largest value that could be true, so that slips of the pen are found.",
    (variable) =>
      isText(variable) && isNumber(variable) && variable.min === "" && variable.max === ""
        ? `${variable.name} is a number without limits`
        : null,
  ),
  {
    name: "date-formats-mixed",
    severity: "warning",
    find: ({ codebook }) => {
      const dated = codebook.variables.filter(({ validation }) => /^date_/.test(validation));
      const common = dated[0]?.validation;
      return dated
        .filter(({ validation }) => validation !== common)
        .map((variable) => ({
          variable,
          column: "text_validation_type_or_show_slider_number" as const,
          message: `${variable.name} is ${variable.validation}, but ${dated[0]?.name} is ${common}`,
          remedy: "Use one date format in the whole codebook.",
        }));
    },
  },
  {
    name: "text-unvalidated",
    severity: "warning",
    find: ({ codebook }) => {
      const texts = codebook.variables.filter((variable) => isText(variable));
      const checked = texts.filter(({ validation }) => validation !== "").length;
      if (texts.length < 10 || checked >= texts.length / 10) return [];
      return [
        {
          variable: null,
          column: "text_validation_type_or_show_slider_number",
          message: `only ${checked} of ${texts.length} text fields have a validation, fewer than one in ten`,
          remedy: "Give dates and numbers their validation type.",
        },
      ];
    },
  },
];

function order(variable: Variable, limit: string): number | null {
  if (free(limit)) return null;
  if (isNumber(variable)) return Number.isFinite(Number(limit)) ? Number(limit) : null;
  const date = parseDate(limit, "ymd");
  return typeof date === "string" ? null : date.day;
}
