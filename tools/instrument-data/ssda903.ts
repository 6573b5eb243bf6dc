import { addMonths, calendarDate, type Day, dayNumber } from "../../data-dictionary/dates/day.ts";
import { Draw, type Rows } from "./draw.ts";

const years = [2022, 2023, 2024];
const firstDay = (year: number): Day => dayNumber(year - 1, 4, 1) as Day;
const lastDay = (year: number): Day => dayNumber(year, 3, 31) as Day;

interface Spell {
  start: Day;
  end: Day | null;
  rne: string;
  legal: string;
  place: string;
  rec: string;
  reason: string;
}

/**
 * Three years of returns of 60 children, each named for the year in which it ends: entries, moves, returns
 * home and re-entries. The layout leaves no room for a mark, so every child's number begins with SYN.
 */
export function ssda903(): Record<string, Rows> {
  const draw = new Draw("ssda903");
  const children = Array.from({ length: 60 }, (_, place) => {
    const birth =
      addMonths(dayNumber(2006 + draw.whole(0, 13), draw.whole(1, 12), 1) as Day, 0) +
      draw.whole(0, 27);
    return {
      id: `SYN${String(place + 1).padStart(4, "0")}`,
      birth,
      sex: draw.pick({ "1": 1, "2": 1 }),
      ethnic: draw.pick({ WBRI: 12, MWBC: 2, BAFR: 1, APKN: 1, WOTH: 1 }),
      need: draw.pick({ N1: 12, N5: 4, N3: 2, N4: 2, N8: 1 }),
      spells: course(draw, birth),
    };
  });
  const tables: Record<string, Rows> = {};
  for (const year of years) {
    const own = children.flatMap((child) => {
      const spells = child.spells.filter(
        (spell) =>
          spell.start <= lastDay(year) && (spell.end === null || spell.end >= firstDay(year)),
      );
      return spells.length === 0 ? [] : [{ ...child, spells }];
    });
    tables[`${year}/header`] = [
      ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"],
      ...own.map((child) => [
        child.id,
        child.sex,
        ukDate(child.birth),
        child.ethnic,
        "UN1",
        "",
        "",
      ]),
    ];
    tables[`${year}/episodes`] = [
      "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN".split(
        " ",
      ),
      ...own.flatMap((child) =>
        child.spells.map((spell) => {
          // A return knows only what had ended by its last day.
          const open = spell.end === null || spell.end > lastDay(year);
          return [
            child.id,
            ukDate(spell.start),
            spell.rne,
            spell.legal,
            child.need,
            spell.place,
            spell.place === "P1" ? "PR0" : "PR1",
            open ? "" : ukDate(spell.end as Day),
            open ? "" : spell.rec,
            open ? "" : spell.reason,
            "",
            "",
            "",
          ];
        }),
      ),
    ];
    tables[`${year}/oc2`] = [
      "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED".split(
        " ",
      ),
      ...own
        .filter(({ spells }) => spells.some((spell) => spell.start <= firstDay(year)))
        .map((child) => {
          const scored = draw.yes(0.75) === "1";
          return [
            child.id,
            ukDate(child.birth),
            scored ? String(draw.whole(2, 28)) : "",
            scored ? "" : "SDQ2",
            draw.yes(0.05),
            draw.yes(0.9),
            draw.yes(0.88),
            draw.yes(0.8),
            draw.yes(0.9),
            draw.yes(0.06),
            "0",
            "0",
          ];
        }),
    ];
    tables[`${year}/previous_permanence`] = [
      ["CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"],
      ...own.map((child) => [child.id, ukDate(child.birth), "Z1", "", ""]),
    ];
  }
  return tables;
}

/** A child's episodes: one or two periods of care, moves within them, home in between. */
function course(draw: Draw, birth: Day): Spell[] {
  const spells: Spell[] = [];
  let day = Math.max(birth + 60, firstDay(2021) + draw.whole(0, 800));
  let again = true;
  while (again) {
    const legal = draw.pick({ V2: 5, C2: 4, C1: 3 });
    const moves = draw.whole(0, 3);
    for (let move = 0; move <= moves; move++) {
      const length = draw.whole(30, 330);
      const last = move === moves;
      const home = last && draw.yes(0.45) === "1";
      const leaves = last && (home || draw.yes(0.2) === "1");
      const end = last && !leaves ? null : day + length;
      spells.push({
        start: day,
        end,
        rne: move === 0 ? "S" : "P",
        legal,
        place: draw.pick({ U6: 10, U4: 3, U3: 3, K2: 2, U1: 1 }),
        rec: home
          ? draw.pick({ E4A: 3, E4B: 2 })
          : leaves
            ? draw.pick({ E45: 2, E11: 1, E41: 1 })
            : "X1",
        reason: last ? "" : draw.pick({ CARPL: 5, CREQB: 3, OTHER: 2 }),
      });
      if (end === null) return spells;
      day = end;
      again = home && draw.yes(0.35) === "1";
    }
    day += draw.whole(20, 300);
  }
  return spells;
}

function ukDate(day: Day): string {
  const { year, month, day: date } = calendarDate(day);
  return `${String(date).padStart(2, "0")}/${String(month).padStart(2, "0")}/${year}`;
}
