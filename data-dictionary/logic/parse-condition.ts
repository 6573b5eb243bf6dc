import { InputError } from "../input-error.ts";
import { nearestName } from "../nearest-name.ts";
import type { ArithmeticOperator, ComparisonOperator, Condition } from "./condition.ts";
import { logicFunctions } from "./functions.ts";

interface Token {
  readonly kind: "number" | "text" | "field" | "word" | "operator" | "end";
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Parentheses deeper than this are refused: no person writes them, and they would exhaust the stack. */
const deepest = 200;
/** Nor does anyone write a condition of so many words and signs. */
const longest = 8000;

/**
 * A condition in REDCap logic syntax, as a tree with positions.
 *
 * Fields are `[name]`, `[event][name]` or, for a checkbox, `[name(3)]`; texts are in quotation marks of
 * either kind; `= <> != < <= > >=`, `+ - * /`, `and or not`, parentheses, and the functions of
 * `logicFunctions`. Nothing is run: the tree is data.
 *
 * @throws {InputError} `bad-condition` with the character at which it stops making sense.
 * @example
 * parseCondition("[age] >= 6 and [sex] = 'girl'").kind // => "and"
 */
export function parseCondition(text: string): Condition {
  const tokens = tokenise(text);
  let at = 0;
  let depth = 0;
  const peek = (): Token => tokens[at] as Token;
  const take = (): Token => tokens[at++] as Token;
  const isOperator = (...names: string[]): boolean =>
    peek().kind === "operator" && names.includes(peek().text);
  const isWord = (name: string): boolean =>
    peek().kind === "word" && peek().text.toLowerCase() === name;

  const expect = (name: string): Token => {
    if (!isOperator(name)) throw bad(text, peek().from, `expected ${name}`);
    return take();
  };
  const deeper = <T>(parse: () => T): T => {
    if (++depth > deepest) throw bad(text, peek().from, `more than ${deepest} levels of brackets`);
    const result = parse();
    depth--;
    return result;
  };

  const disjunction = (): Condition => {
    let left = conjunction();
    while (isWord("or")) {
      take();
      const right = conjunction();
      left = { kind: "or", left, right, from: left.from, to: right.to };
    }
    return left;
  };
  const conjunction = (): Condition => {
    let left = negation();
    while (isWord("and")) {
      take();
      const right = negation();
      left = { kind: "and", left, right, from: left.from, to: right.to };
    }
    return left;
  };
  const negation = (): Condition => {
    if (!isWord("not") && !isOperator("!")) return comparison();
    const { from } = take();
    const operand = deeper(negation);
    return { kind: "not", operand, from, to: operand.to };
  };
  const comparison = (): Condition => {
    const left = addition();
    if (!isOperator("=", "==", "<>", "!=", "<", "<=", ">", ">=")) return left;
    const written = take().text;
    const operator = written === "!=" ? "<>" : written === "==" ? "=" : written;
    const right = addition();
    if (isOperator("=", "==", "<>", "!=", "<", "<=", ">", ">=")) {
      throw bad(text, peek().from, "two comparisons in a row; join them with and");
    }
    return {
      kind: "compare",
      operator: operator as ComparisonOperator,
      left,
      right,
      from: left.from,
      to: right.to,
    };
  };
  const addition = (): Condition => {
    let left = multiplication();
    while (isOperator("+", "-")) {
      const operator = take().text as ArithmeticOperator;
      const right = multiplication();
      left = { kind: "arithmetic", operator, left, right, from: left.from, to: right.to };
    }
    return left;
  };
  const multiplication = (): Condition => {
    let left = primary();
    while (isOperator("*", "/")) {
      const operator = take().text as ArithmeticOperator;
      const right = primary();
      left = { kind: "arithmetic", operator, left, right, from: left.from, to: right.to };
    }
    return left;
  };
  const primary = (): Condition => {
    const token = take();
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text), from: token.from, to: token.to };
      case "text":
        return { kind: "text", value: token.text, from: token.from, to: token.to };
      case "field":
        return field(text, token, () =>
          peek().kind === "field" && peek().from === tokens[at - 1]?.to ? take() : null,
        );
      case "word":
        return call(token);
      default:
        break;
    }
    if (token.text === "(" && token.kind === "operator") {
      const inner = deeper(disjunction);
      const { to } = expect(")");
      return { ...inner, from: token.from, to };
    }
    if (token.text === "-" && token.kind === "operator") {
      const operand = deeper(primary);
      return { kind: "negative", operand, from: token.from, to: operand.to };
    }
    throw bad(
      text,
      token.from,
      token.kind === "end" ? "the condition ends too soon" : "something is missing before this",
    );
  };
  const call = (token: Token): Condition => {
    const name = token.text.toLowerCase();
    const known = logicFunctions.get(name);
    if (known === undefined || !isOperator("(")) {
      const near = nearestName(name, [...logicFunctions.keys()]);
      throw bad(
        text,
        token.from,
        isOperator("(")
          ? `the function ${token.text} is not supported${near === null ? "" : `; did you mean ${near}?`}`
          : `${token.text} is not a field (write [${token.text}]) and not a text (write '${token.text}')`,
      );
    }
    take();
    const operands: Condition[] = [];
    if (!isOperator(")")) {
      do operands.push(deeper(disjunction));
      while (isOperator(",") && take());
    }
    const { to } = expect(")");
    if (operands.length < known.least || operands.length > known.most) {
      throw bad(text, token.from, `${name} is written ${known.meaning}`);
    }
    return { kind: "call", name, operands, from: token.from, to };
  };

  const condition = disjunction();
  if (peek().kind !== "end") throw bad(text, peek().from, "expected and, or, or the end");
  return condition;
}

function field(text: string, token: Token, next: () => Token | null): Condition {
  const second = next();
  const [event, named] = second === null ? [null, token] : [token.text, second];
  const parts = /^([a-zA-Z][a-zA-Z0-9_]*)(?:\(([-A-Za-z0-9._]+)\))?$/.exec(named.text);
  if (parts === null) throw bad(text, named.from, "a field is written [name] or [name(choice)]");
  return {
    kind: "field",
    name: parts[1] as string,
    event,
    choice: parts[2] ?? null,
    from: token.from,
    to: named.to,
  };
}

function tokenise(text: string): Token[] {
  const pattern =
    /\s+|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|\[([^[\]]*)\]|"([^"]*)"|'([^']*)'|([A-Za-z_]\w*)|(<>|!=|<=|>=|==|[-+*/()=<>,!])/y;
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const character = text[from] as string;
      throw bad(
        text,
        from,
        character === "'" || character === '"'
          ? "a quotation mark is never closed"
          : character === "["
            ? "a square bracket is never closed"
            : "this character has no meaning here",
      );
    }
    const to = pattern.lastIndex;
    const [, number, fieldName, double, single, word, operator] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number, from, to });
    else if (fieldName !== undefined)
      tokens.push({ kind: "field", text: fieldName.trim(), from, to });
    else if (double !== undefined) tokens.push({ kind: "text", text: double, from, to });
    else if (single !== undefined) tokens.push({ kind: "text", text: single, from, to });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, from, to });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator, from, to });
  }
  if (tokens.length > longest) throw bad(text, 0, `it has more than ${longest} words and signs`);
  tokens.push({ kind: "end", text: "", from: text.length, to: text.length });
  return tokens;
}

function bad(text: string, at: number, why: string): InputError {
  return new InputError(
    "bad-condition",
    `The condition cannot be read at character ${at + 1}: ${why}${why.endsWith("?") ? "" : "."}`,
    `${text.slice(Math.max(0, at - 30), at)}▸${text.slice(at, at + 30)}`,
  );
}
