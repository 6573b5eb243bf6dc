import type { Checklist } from "./checklist.ts";

/**
 * RECORD, for studies of data that were not collected for research, each item in our words.
 *
 * @see Benchimol et al. (2015), The RECORD statement, PLoS Medicine 12(10), e1001885.
 */
export const record: Checklist = {
  name: "record",
  title: "RECORD, routinely collected data",
  source: "Benchimol et al. (2015), PLoS Medicine 12(10), e1001885",
  items: [
    {
      id: "1.1",
      asks: "The kind of data is named in the title or abstract",
      sections: ["about-design"],
    },
    { id: "1.2", asks: "Place and time span are named there", sections: ["about-setting"] },
    { id: "1.3", asks: "Linkage between sources is named there", sections: ["about-linkage"] },
    {
      id: "6.1",
      asks: "How people were chosen, with codes or rules",
      sections: ["about-choosing", "sample"],
    },
    {
      id: "6.2",
      asks: "Whether the codes or rules for choosing have been tested",
      sections: ["rule"],
    },
    { id: "6.3", asks: "A flow diagram of linkage", sections: ["about-linkage"] },
    {
      id: "7.1",
      asks: "Full lists of codes and rules for outcomes and other variables",
      sections: ["rule"],
    },
    {
      id: "12.1",
      asks: "How far the investigators could see the source data",
      sections: ["about-access"],
    },
    { id: "12.2", asks: "How the data were cleaned", sections: ["sample"] },
    { id: "12.3", asks: "Linkage: level, method and quality", sections: ["about-linkage"] },
    {
      id: "13.1",
      asks: "How people came to be in the study: filters, quality, availability",
      sections: ["sample"],
    },
    {
      id: "19.1",
      asks: "What follows from data made for another purpose: wrong classes, missing data, changing rules",
      sections: ["missing"],
    },
    { id: "22.1", asks: "Where protocol, data and code can be had", sections: ["methods"] },
  ],
};
