import { type LintRule, perVariable } from "./lint-rule.ts";

const personal =
  /(^|_)(first_?name|surname|full_?name|dob|date_of_birth|birth_?date|postcode|address|nhs_?(number|no)|upn|uln|e_?mail|telephone|phone)(_|$)/;
const reserved = new Set(["constructor", "prototype", "tostring", "valueof", "hasownproperty"]);

/** Rules about names, labels and forms. */
export const nameRules: readonly LintRule[] = [
  perVariable(
    "name-form",
    "error",
    "field_name",
    "Use small letters, digits and underscores, and begin with a letter.",
    ({ name }) =>
      /^[a-z][a-z0-9_]*$/.test(name)
        ? null
        : `${name === "" ? "a variable without a name" : name} is not a name REDCap takes`,
  ),
  perVariable("name-reserved", "error", "field_name", "Choose another name.", ({ name, form }) =>
    reserved.has(name) || name.startsWith("redcap_") || name === `${form}_complete`
      ? `${name} is a name with a meaning of its own in REDCap or in programs`
      : null,
  ),
  perVariable(
    "name-long",
    "warning",
    "field_name",
    "Shorten it: some programs cut names at 26 or 32 characters.",
    ({ name }) => (name.length > 26 ? `${name} has ${name.length} characters, more than 26` : null),
  ),
  perVariable(
    "name-version",
    "warning",
    "field_name",
    "Give the variable a name for what it means, and keep versions in the file's history.",
    ({ name }) => (/_v\d+$/.test(name) ? `${name} carries a version in its name` : null),
  ),
  perVariable(
    "label-missing",
    "warning",
    "field_label",
    "Write the question or the words that tables should print.",
    ({ name, cells }) =>
      (cells.get("field_label") ?? "").trim() === "" ? `${name} has no label` : null,
  ),
  perVariable(
    "form-missing",
    "error",
    "form_name",
    "Name the form: families, children, placements, events, ratings or one of your own.",
    ({ name, form }) => (form === "" ? `${name} belongs to no form` : null),
  ),
  perVariable(
    "identifier-unmarked",
    "warning",
    "identifier",
    "Put y in Identifier? so that it is left out of exports and releases.",
    ({ name, identifier }) =>
      !identifier && personal.test(name)
        ? `${name} looks like something that identifies a person, but is not marked so`
        : null,
  ),
  {
    name: "label-twice",
    severity: "warning",
    find: ({ codebook }) => {
      const first = new Map<string, string>();
      return codebook.variables.flatMap((variable) => {
        const key = `${variable.form}\n${variable.section}\n${variable.label.toLowerCase()}`;
        const earlier = first.get(key);
        if (earlier === undefined) {
          first.set(key, variable.name);
          return [];
        }
        return [
          {
            variable,
            column: "field_label" as const,
            message: `${variable.name} has the same label as ${earlier} on the same form`,
            remedy: "Say in the label what sets them apart; tables print labels.",
          },
        ];
      });
    },
  },
  {
    name: "form-scattered",
    severity: "error",
    find: ({ codebook }) => {
      const closed = new Set<string>();
      let open = "";
      return codebook.variables.flatMap((variable) => {
        if (variable.form === open) return [];
        closed.add(open);
        open = variable.form;
        if (!closed.has(open)) return [];
        return [
          {
            variable,
            column: "form_name" as const,
            message: `${variable.name} stands apart from the other variables of the form ${open}`,
            remedy: "Move its line next to theirs: REDCap refuses forms in pieces.",
          },
        ];
      });
    },
  },
  {
    name: "record-id-first",
    severity: "warning",
    find: ({ codebook }) => {
      const [first] = codebook.variables;
      if (first === undefined || first.type === "text") return [];
      return [
        {
          variable: first,
          column: "field_type",
          message: `the first variable, ${first.name}, is no record ID: it has the type ${first.type}`,
          remedy: "Begin the codebook with the identifier of a record, as a text field.",
        },
      ];
    },
  },
];
