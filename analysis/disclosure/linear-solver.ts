/** What a linear programme came to: its status, its objective and the value of each variable. */
export interface LinearSolution {
  readonly status: string;
  readonly objective: number;
  readonly values: ReadonlyMap<string, number>;
}

/** Solves a linear programme written in CPLEX LP format. */
export type LinearSolver = (programme: string) => LinearSolution;

/** The part of HiGHS in use; its own types describe its CommonJS build. */
type LoadHighs = () => Promise<{
  solve(
    programme: string,
    options?: { readonly presolve?: "off" | "on" },
  ): {
    readonly Status: string;
    readonly ObjectiveValue: number;
    readonly Columns: Readonly<Record<string, { readonly Primal?: number }>>;
  };
}>;

/** Characters of a programme that is solved sooner than it is made simpler first. */
const smallProgramme = 200_000;

/** The HiGHS solver, compiled to WebAssembly; works offline. */
export async function highsSolver(): Promise<LinearSolver> {
  const { default: load } = await import("highs");
  const highs = await (load as unknown as LoadHighs)();
  return (programme) => {
    const isSmall = programme.length < smallProgramme && !/\nBinary\b/.test(programme);
    const solution = highs.solve(programme, isSmall ? { presolve: "off" } : {});
    const values = new Map<string, number>();
    for (const [name, column] of Object.entries(solution.Columns)) {
      values.set(name, column.Primal ?? 0);
    }
    return { status: solution.Status, objective: solution.ObjectiveValue, values };
  };
}
