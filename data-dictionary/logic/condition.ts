/** Where in the text of a condition something stands: from, up to and not including. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type ComparisonOperator = "=" | "<>" | "<" | "<=" | ">" | ">=";
export type ArithmeticOperator = "+" | "-" | "*" | "/";

/** A condition or expression as a tree. */
export type Condition =
  | (Span & { readonly kind: "number"; readonly value: number })
  | (Span & { readonly kind: "text"; readonly value: string })
  | (Span & {
      readonly kind: "field";
      readonly name: string;
      /** The event in `[event][field]`, or null. */
      readonly event: string | null;
      /** The choice in `[field(3)]`, or null. */
      readonly choice: string | null;
    })
  | (Span & {
      readonly kind: "compare";
      readonly operator: ComparisonOperator;
      readonly left: Condition;
      readonly right: Condition;
    })
  | (Span & {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Condition;
      readonly right: Condition;
    })
  | (Span & {
      readonly kind: "and" | "or";
      readonly left: Condition;
      readonly right: Condition;
    })
  | (Span & { readonly kind: "not" | "negative"; readonly operand: Condition })
  | (Span & {
      readonly kind: "call";
      readonly name: string;
      readonly operands: readonly Condition[];
    });

/**
 * The fields a condition reads, each once, in order of appearance.
 *
 * @example
 * fieldsOf(parseCondition("[a] = 1 and [b] > [a]")) // => ["a", "b"]
 */
export function fieldsOf(condition: Condition): string[] {
  const names = new Set<string>();
  const visit = (node: Condition): void => {
    if (node.kind === "field") names.add(node.name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(condition);
  return [...names];
}

/** The conditions directly inside one. */
export function childrenOf(node: Condition): readonly Condition[] {
  switch (node.kind) {
    case "compare":
    case "arithmetic":
    case "and":
    case "or":
      return [node.left, node.right];
    case "not":
    case "negative":
      return [node.operand];
    case "call":
      return node.operands;
    default:
      return [];
  }
}
