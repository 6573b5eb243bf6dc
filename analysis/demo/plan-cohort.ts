import { type Random, seededRandom } from "../random/random.ts";

export type DemoStability = "stable_at_home" | "stable_away" | "unstable";
export type DemoPattern =
  | "proactive_throughout"
  | "proactive_then_passive"
  | "passive_then_proactive"
  | "passive_throughout";

/** A family of the demonstration study before any record is written. */
export interface PlannedFamily {
  readonly number: number;
  readonly authority: number;
  readonly pattern: DemoPattern;
  readonly children: readonly number[];
}

/** A child of the demonstration study: what its records will have to imply. */
export interface PlannedChild {
  readonly number: number;
  readonly family: number;
  readonly age: number;
  readonly stability: DemoStability;
}

export interface PlannedCohort {
  readonly families: readonly PlannedFamily[];
  readonly children: readonly PlannedChild[];
}

/** Children in each authority, A to G; the sizes are ours, the published study prints none. */
export const authoritySizes = [39, 27, 20, 15, 14, 13, 10] as const;
/** The authority with the worst outcomes, by its place: D. */
export const poorestAuthority = 3;
const unstableInPoorest = 11;

/** Children by completed years of age at return: bands 36, 38 and 64, mean 8.07, s.d. 4.56. */
const childrenByAge = [9, 8, 7, 6, 6, 8, 4, 10, 11, 5, 10, 15, 7, 14, 18];

/** Stability by age under 6, 6 to 12 and over 12. Only the margins 59, 40, 39 are published. */
const stabilityByAge: readonly Readonly<Record<DemoStability, number>>[] = [
  { stable_at_home: 18, stable_away: 22, unstable: 4 },
  { stable_at_home: 33, stable_away: 16, unstable: 13 },
  { stable_at_home: 8, stable_away: 2, unstable: 22 },
];

const patterns: readonly (readonly [DemoPattern, number])[] = [
  ["proactive_throughout", 26],
  ["proactive_then_passive", 26],
  ["passive_then_proactive", 27],
  ["passive_throughout", 25],
];

const stabilityOrder: readonly DemoStability[] = ["stable_at_home", "stable_away", "unstable"];
/** Each age's even share of its group's outcomes. */
const expectedByAge = childrenByAge.flatMap((count, age) => {
  const group = stabilityByAge[age < 6 ? 0 : age < 13 ? 1 : 2] as Readonly<
    Record<DemoStability, number>
  >;
  const size = stabilityOrder.reduce((sum, value) => sum + group[value], 0);
  return stabilityOrder.map((value) => (count * group[value]) / size);
});

/** Families by number of children: 104 families, 138 children. */
const familySizes = [
  ...Array(2).fill(4),
  ...Array(4).fill(3),
  ...Array(20).fill(2),
  ...Array(78).fill(1),
] as number[];

/** Families managed proactively throughout, wanted in each authority: 36% in the best, 11% in two. */
const proactiveShare = [0.33, 0.26, 0.36, 0.11, 0.22, 0.11, 0.22];

/**
 * Assigns authority, age, stability and pattern so that the published margins hold exactly and the
 * published directions hold clearly: a seeded exchange of labels, kept when it does not make the fit worse.
 */
export function planCohort(seed: number): PlannedCohort {
  const random = seededRandom(seed, "demo:cohort");
  const sizes = shuffled(familySizes, random).sort((a, b) => b - a);
  const familyOf = sizes.flatMap((size, family) => Array<number>(size).fill(family));
  const authority = placeFamilies(sizes, random);
  const age = placeAges(familyOf, random);
  const pattern = shuffled(
    patterns.flatMap(([name, count]) => Array<DemoPattern>(count).fill(name)),
    random,
  );
  const stability = placeStability(age, random);
  exchange(random, { familyOf, authority, age, pattern, stability });
  const children = familyOf.map((family, number) => ({
    number,
    family,
    age: age[number] as number,
    stability: stability[number] as DemoStability,
  }));
  return {
    children,
    families: sizes.map((_, number) => ({
      number,
      authority: authority[number] as number,
      pattern: pattern[number] as DemoPattern,
      children: children.filter((child) => child.family === number).map((child) => child.number),
    })),
  };
}

/** A copy in random order. */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const copy = [...values];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
  }
  return copy;
}

/** Large families first, each where there is room, then single children fill every authority exactly. */
function placeFamilies(sizes: readonly number[], random: Random): number[] {
  const room: number[] = [...authoritySizes];
  return sizes.map((size) => {
    const open = room.flatMap((left, place) =>
      left >= size ? Array<number>(left).fill(place) : [],
    );
    const chosen = open[random.below(open.length)] as number;
    room[chosen] = (room[chosen] as number) - size;
    return chosen;
  });
}

/** Ages so that brothers and sisters differ by one to eight years. */
function placeAges(familyOf: readonly number[], random: Random): number[] {
  const age = shuffled(
    childrenByAge.flatMap((count, years) => Array<number>(count).fill(years)),
    random,
  );
  const siblings = familyOf.map((family) =>
    familyOf.flatMap((other, child) => (other === family ? [child] : [])),
  );
  const cost = (child: number): number => {
    let total = 0;
    for (const other of siblings[child] as number[]) {
      if (other === child) continue;
      const gap = Math.abs((age[child] as number) - (age[other] as number));
      total += gap === 0 ? 10 : gap > 8 ? gap - 8 : 0;
    }
    return total;
  };
  for (let step = 0; step < 20_000; step++) {
    const a = random.below(age.length);
    const b = random.below(age.length);
    const before = cost(a) + cost(b);
    [age[a], age[b]] = [age[b] as number, age[a] as number];
    if (cost(a) + cost(b) > before) [age[a], age[b]] = [age[b] as number, age[a] as number];
  }
  return age;
}

/** The age group of the published tree: under 6, 6 to 12, over 12. */
export const ageGroup = (age: number): number => (age < 6 ? 0 : age < 13 ? 1 : 2);

function placeStability(age: readonly number[], random: Random): DemoStability[] {
  const pools = stabilityByAge.map((counts) =>
    shuffled(
      Object.entries(counts).flatMap(([value, count]) =>
        Array<DemoStability>(count).fill(value as DemoStability),
      ),
      random,
    ),
  );
  return age.map((years) => pools[ageGroup(years)]?.pop() as DemoStability);
}

/** How well a stability goes with a pattern: passive with unstable, proactive with both kinds of stable. */
const patternWeight: Readonly<Record<DemoPattern, Readonly<Record<DemoStability, number>>>> = {
  proactive_throughout: { stable_at_home: 0.73, stable_away: 0.79, unstable: -0.73 },
  proactive_then_passive: { stable_at_home: 0.33, stable_away: -0.07, unstable: 0.07 },
  passive_then_proactive: { stable_at_home: -0.07, stable_away: 0.59, unstable: -0.13 },
  passive_throughout: { stable_at_home: -0.13, stable_away: -0.79, unstable: 0.79 },
};

interface Labels {
  readonly familyOf: readonly number[];
  readonly authority: readonly number[];
  readonly age: readonly number[];
  readonly pattern: DemoPattern[];
  readonly stability: DemoStability[];
}

function exchange(random: Random, labels: Labels): void {
  const { familyOf, authority, age, pattern, stability } = labels;
  const byGroup = [0, 1, 2].map((group) =>
    age.flatMap((years, child) => (ageGroup(years) === group ? [child] : [])),
  );
  const temperature = (step: number): number => 1.5 * (1 - step / 30_000) + 1;
  let current = misfit(labels);
  for (let step = 0; step < 30_000; step++) {
    let undo: () => void;
    if (random.next() < 0.6) {
      const group = byGroup[random.below(3)] as number[];
      const a = group[random.below(group.length)] as number;
      const b = group[random.below(group.length)] as number;
      if (stability[a] === stability[b]) continue;
      const swap = (): void => {
        [stability[a], stability[b]] = [
          stability[b] as DemoStability,
          stability[a] as DemoStability,
        ];
      };
      swap();
      undo = swap;
    } else {
      const a = random.below(pattern.length);
      const b = random.below(pattern.length);
      if (pattern[a] === pattern[b]) continue;
      const swap = (): void => {
        [pattern[a], pattern[b]] = [pattern[b] as DemoPattern, pattern[a] as DemoPattern];
      };
      swap();
      undo = swap;
    }
    const next = misfit(labels);
    if (next <= current || random.next() < Math.exp((current - next) / temperature(step)))
      current = next;
    else undo();
  }
  // The one count that must be exact is brought about by exchanges that only help it.
  for (const group of byGroup) {
    for (const a of group) {
      for (const b of group) {
        const inPoorest = (child: number): boolean =>
          authority[familyOf[child] as number] === poorestAuthority;
        const now = stability.filter(
          (each, child) => each === "unstable" && inPoorest(child),
        ).length;
        if (now === unstableInPoorest) return;
        const wantMore = now < unstableInPoorest;
        const into = inPoorest(a) && !inPoorest(b);
        const helps = wantMore
          ? into && stability[a] !== "unstable" && stability[b] === "unstable"
          : into && stability[a] === "unstable" && stability[b] !== "unstable";
        if (helps) {
          [stability[a], stability[b]] = [
            stability[b] as DemoStability,
            stability[a] as DemoStability,
          ];
        }
      }
    }
  }

  function misfit({ familyOf, authority, age, pattern, stability }: Labels): number {
    let total = 0;
    // Within an age group every year of age has its share of each outcome, so that the groups' edges are sharp.
    const byAge = new Float64Array(childrenByAge.length * 3);
    for (let child = 0; child < age.length; child++) {
      const cell =
        (age[child] as number) * 3 + stabilityOrder.indexOf(stability[child] as DemoStability);
      byAge[cell] = (byAge[cell] as number) + 1;
    }
    for (let cell = 0; cell < byAge.length; cell++) {
      total += 1.5 * ((byAge[cell] as number) - (expectedByAge[cell] as number)) ** 2;
    }
    let unstable = 0;
    const proactive = new Float64Array(authoritySizes.length);
    const families = new Float64Array(authoritySizes.length);
    for (let child = 0; child < familyOf.length; child++) {
      const family = familyOf[child] as number;
      const own = stability[child] as DemoStability;
      total -= patternWeight[pattern[family] as DemoPattern][own];
      if (authority[family] === poorestAuthority && own === "unstable") unstable++;
      // Brothers and sisters stand next to one another: alike, but not always.
      if (child > 0 && familyOf[child - 1] === family && stability[child - 1] === own) total -= 0.9;
    }
    pattern.forEach((own, family) => {
      const place = authority[family] as number;
      families[place] = (families[place] as number) + 1;
      if (own === "proactive_throughout") proactive[place] = (proactive[place] as number) + 1;
    });
    families.forEach((count, place) => {
      total +=
        3 * Math.abs((proactive[place] as number) - count * (proactiveShare[place] as number));
    });
    return total + 6 * Math.abs(unstable - unstableInPoorest);
  }
}
