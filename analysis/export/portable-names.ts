/**
 * Names that a statistics program accepts: letters, digits and underscores, a letter first, no reserved
 * word, not too long, and no two alike when capitals are ignored.
 *
 * @param options.longest - In bytes; names are ASCII, so in characters too.
 * @param options.reserved - Words that may not be names, in small letters.
 * @example
 * portableNames(["by", "side", "age at return", "Age_at_return"], { longest: 32, reserved: ["by"] }) // => ["by_", "side", "age_at_return", "Age_at_return_2"]
 */
export function portableNames(
  names: readonly string[],
  options: { readonly longest: number; readonly reserved: readonly string[] },
): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let base = name.replace(/[^A-Za-z0-9_]/g, "_");
    if (!/^[A-Za-z]/.test(base)) base = `v_${base}`;
    if (options.reserved.includes(base.toLowerCase())) base = `${base}_`;
    base = base.slice(0, options.longest);
    let unique = base;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) {
      const ending = `_${number}`;
      unique = `${base.slice(0, options.longest - ending.length)}${ending}`;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
