import { nearestName } from "../../nearest-name.ts";
import { isCategorical } from "../codebook.ts";
import { type LintRule, perVariable } from "./lint-rule.ts";

/** Our tags in the Field Annotation, with the values each takes; none means it takes no value. */
export const ownTags: Readonly<Record<string, readonly string[]>> = {
  "TL-LEVEL": ["child", "family", "placement", "event", "rating", "other"],
  "TL-EVIDENCE": ["required", "optional"],
  "TL-DOUBLECODE": [],
  "TL-PRECISION": ["day", "month", "quarter", "year"],
  "TL-ORDERED": [],
  "TL-SENSITIVE": [],
};

const flags = ["identifier", "required_field", "matrix_ranking"] as const;

/** Rules about annotations, flags, guidance and types kept untouched. */
export const annotationRules: readonly LintRule[] = [
  perVariable(
    "tag-unknown",
    "error",
    "field_annotation",
    `Use one of: ${Object.keys(ownTags)
      .map((tag) => `@${tag}`)
      .join(", ")}.`,
    ({ name, tags }) => {
      const strange = [...tags.keys()].find(
        (tag) => tag.startsWith("TL-") && !Object.hasOwn(ownTags, tag),
      );
      if (strange === undefined) return null;
      const near = nearestName(strange, Object.keys(ownTags));
      return `${name} has the unknown tag @${strange}${near === null ? "" : `; did you mean @${near}?`}`;
    },
  ),
  perVariable(
    "tag-value",
    "error",
    "field_annotation",
    "Correct the value after the equals sign.",
    ({ name, tags }) => {
      for (const [tag, value] of tags) {
        const allowed = Object.hasOwn(ownTags, tag) ? ownTags[tag] : undefined;
        if (allowed === undefined || (allowed.length === 0 && value === "")) continue;
        if (!allowed.includes(value)) {
          return allowed.length === 0
            ? `${name}: @${tag} takes no value`
            : `${name}: @${tag} must be one of ${allowed.join(", ")}`;
        }
      }
      return null;
    },
  ),
  perVariable(
    "ordered-without-choices",
    "warning",
    "field_annotation",
    "Take the tag away, or give the variable answers in order.",
    (variable) =>
      variable.ordered && (!isCategorical(variable) || variable.choices.length < 2)
        ? `${variable.name} is tagged as ordered but has no answers to put in order`
        : null,
  ),
  perVariable(
    "precision-without-date",
    "warning",
    "field_annotation",
    "Give it a date validation, or take the tag away.",
    ({ name, tags, validation }) =>
      tags.has("TL-PRECISION") && !validation.startsWith("date")
        ? `${name} has @TL-PRECISION but is no date`
        : null,
  ),
  ...flags.map((flag) =>
    perVariable(
      `flag-${flag.replaceAll("_", "-")}`,
      "warning",
      flag,
      "Write y or leave it blank.",
      ({ name, cells }) => {
        const value = (cells.get(flag) ?? "").trim();
        return value === "" || value.toLowerCase() === "y"
          ? null
          : `${name} has something other than y or a blank here`;
      },
    ),
  ),
  perVariable(
    "guidance-missing",
    "warning",
    "field_note",
    "Say when each answer is right, with two examples, in guidance/FIELD.md (or at least in the field note).",
    ({ name, tags, note }, { guidance }) => {
      if (!tags.has("TL-DOUBLECODE") && tags.get("TL-EVIDENCE") !== "required") return null;
      const page = guidance.get(name);
      if (page === undefined) {
        return note === "" ? `${name} is a judgement, but coders have no guidance for it` : null;
      }
      const examples = page.match(/^\W*example\b/gim)?.length ?? 0;
      return examples >= 2
        ? null
        : `the guidance of ${name} has ${examples} examples, fewer than two`;
    },
  ),
  perVariable(
    "type-kept-untouched",
    "note",
    "field_type",
    "Nothing to do: it is kept when the codebook is written, but not analysed.",
    ({ name, type }) =>
      type === "sql" || type === "file" ? `${name} has the type ${type}, which is not read` : null,
  ),
];
