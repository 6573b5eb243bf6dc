type Value = string | number | null;
/** Three-valued: null is SQL's UNKNOWN. */
type Truth = boolean | null;
type Row = Readonly<Record<string, Value>>;

/**
 * Evaluates the searched CASE expression that `--rules sql` prints, as a database would: strings and identifiers in their
 * own quotes, comparisons with NULL unknown, AND before OR, the first WHEN that is true. Knows nothing else.
 */
export function sqlCase(sql: string): (row: Row) => Value {
  const tokens =
    sql.match(
      /'(?:[^']|'')*'|"(?:[^"]|"")*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[<>=]+|[(),]|[A-Z]+/gi,
    ) ?? [];
  if (tokens.join("").length !== sql.replaceAll(/\s+(?=(?:[^'"]|'[^']*'|"[^"]*")*$)/g, "").length) {
    throw new Error("There is something in the SQL that was not read.");
  }
  let at = 0;
  const take = (...expected: string[]): string => {
    const token = tokens[at++] ?? "";
    if (expected.length > 0 && !expected.includes(token)) {
      throw new Error(`Expected ${expected.join(" or ")}, found ${token}.`);
    }
    return token;
  };
  const literal = (): Value => {
    const token = take();
    if (token === "NULL") return null;
    return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : Number(token);
  };
  const test = (): ((row: Row) => Truth) => {
    if (tokens[at] === "(") {
      take("(");
      const inside = either();
      take(")");
      return inside;
    }
    if (tokens[at] === "TRUE") {
      take("TRUE");
      return () => true;
    }
    const field = take().slice(1, -1).replaceAll('""', '"');
    const of = (row: Row): Value => {
      if (!(field in row)) throw new Error(`There is no column ${field}.`);
      return row[field] as Value;
    };
    const operator = take("IS", "IN", "<", ">=");
    if (operator === "IS") {
      const not = tokens[at] === "NOT" && take("NOT") === "NOT";
      take("NULL");
      return (row) => (of(row) === null) !== not;
    }
    if (operator === "IN") {
      take("(");
      const values = [literal()];
      while (take(",", ")") === ",") values.push(literal());
      return (row) => (of(row) === null ? null : values.includes(of(row)));
    }
    const limit = literal() as number;
    return (row) => {
      const own = of(row);
      if (own === null) return null;
      return operator === "<" ? (own as number) < limit : (own as number) >= limit;
    };
  };
  const both = (): ((row: Row) => Truth) => {
    const parts = [test()];
    while (tokens[at] === "AND" && take("AND") === "AND") parts.push(test());
    return (row) => {
      const truths = parts.map((part) => part(row));
      return truths.includes(false) ? false : truths.includes(null) ? null : true;
    };
  };
  function either(): (row: Row) => Truth {
    const parts = [both()];
    while (tokens[at] === "OR" && take("OR") === "OR") parts.push(both());
    return (row) => {
      const truths = parts.map((part) => part(row));
      return truths.includes(true) ? true : truths.includes(null) ? null : false;
    };
  }
  take("CASE");
  const branches: [(row: Row) => Truth, Value][] = [];
  while (take("WHEN", "ELSE") === "WHEN") {
    const when = either();
    take("THEN");
    branches.push([when, literal()]);
  }
  const otherwise = literal();
  take("END");
  return (row) => {
    const found = branches.find(([when]) => when(row) === true);
    return found === undefined ? otherwise : found[1];
  };
}
