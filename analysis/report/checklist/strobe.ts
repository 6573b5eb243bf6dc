import type { Checklist } from "./checklist.ts";

/**
 * STROBE for cohort studies, each item in our words.
 *
 * @see von Elm et al. (2007), The STROBE statement, Lancet 370, 1453–1457.
 */
export const strobe: Checklist = {
  name: "strobe",
  title: "STROBE, cohort studies",
  source: "von Elm et al. (2007), Lancet 370, 1453–1457",
  items: [
    { id: "1a", asks: "The design is named in the title or abstract", sections: ["about-design"] },
    { id: "1b", asks: "A balanced summary of what was done and found", sections: ["findings"] },
    { id: "2", asks: "Background and reasons", sections: ["about-background"] },
    { id: "3", asks: "Aims, and hypotheses set beforehand", sections: ["about-aims"] },
    { id: "4", asks: "Main features of the design", sections: ["about-design"] },
    { id: "5", asks: "Setting, places and dates", sections: ["about-setting"] },
    {
      id: "6a",
      asks: "Who could be in the study, and how they were followed",
      sections: ["about-choosing", "sample"],
    },
    { id: "6b", asks: "Matching, where there is any", sections: ["about-matching"] },
    { id: "7", asks: "Outcomes, exposures and other variables defined", sections: ["rule"] },
    { id: "8", asks: "Where each variable comes from and how it was measured", sections: ["rule"] },
    { id: "9", asks: "What was done about bias", sections: ["about-bias"], kinds: ["agree"] },
    { id: "10", asks: "How the size of the study came about", sections: ["about-size"] },
    { id: "11", asks: "How numbers were grouped, and why", sections: ["methods"] },
    { id: "12a", asks: "Statistical methods, with control of confounding", sections: ["methods"] },
    { id: "12b", asks: "Methods for subgroups and interactions", sections: [], kinds: ["model"] },
    { id: "12c", asks: "How missing data were dealt with", sections: ["missing"] },
    { id: "12d", asks: "How loss to follow-up was dealt with", sections: ["sample"] },
    { id: "12e", asks: "Sensitivity analyses", sections: ["rule"] },
    { id: "13a", asks: "Numbers at each stage", sections: ["sample"] },
    { id: "13b", asks: "Reasons for leaving at each stage", sections: ["sample"] },
    { id: "13c", asks: "A flow diagram", sections: ["sample"] },
    { id: "14a", asks: "Who is in the study", sections: [], kinds: ["describe"] },
    { id: "14b", asks: "Missing data for each variable", sections: ["missing"] },
    { id: "14c", asks: "How long people were followed", sections: ["sample"] },
    { id: "15", asks: "Numbers of outcomes", sections: ["findings", "rule"] },
    {
      id: "16a",
      asks: "Estimates, plain and adjusted, with intervals, and what is adjusted for",
      sections: [],
      kinds: ["model", "compare"],
    },
    { id: "16b", asks: "Where numbers were cut into groups", sections: [], kinds: ["describe"] },
    {
      id: "16c",
      asks: "Relative risks turned into absolute ones",
      sections: [],
      kinds: ["associate"],
    },
    { id: "17", asks: "Other analyses: subgroups, interactions, sensitivity", sections: ["rule"] },
    { id: "18", asks: "Main results by aim", sections: ["findings"] },
    { id: "19", asks: "Limits, and where they may lead", sections: ["findings"] },
    { id: "20", asks: "A careful reading of it all", sections: ["about-reading"] },
    { id: "21", asks: "To whom the results may apply", sections: ["about-applies_to"] },
    { id: "22", asks: "Money, and the part the funder played", sections: ["about-funding"] },
  ],
};
