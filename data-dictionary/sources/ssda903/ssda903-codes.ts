/** A code, its words, and the first and last year (the one in which the return ends) it is valid in. */
export interface YearCode {
  readonly label: string;
  readonly from?: number;
  readonly to?: number;
}

type Codes = Readonly<Record<string, YearCode>>;

const codes = (
  list: Readonly<Record<string, string>>,
  years: Omit<YearCode, "label"> = {},
): Codes =>
  Object.fromEntries(Object.entries(list).map(([code, label]) => [code, { label, ...years }]));

const words = (list: string): Readonly<Record<string, string>> =>
  Object.fromEntries(list.split(" ").map((code) => [code, code]));

/** The code sets of the return by column; a column that is not here takes any text. */
export const ssda903Codes: Readonly<Record<string, Codes>> = {
  SEX: {
    ...codes({ 1: "Male", 2: "Female" }, { to: 2024 }),
    ...codes({ M: "Male", F: "Female", U: "Neither male nor female (U)" }, { from: 2025 }),
  },
  ETHNIC: codes({
    WBRI: "White British",
    WIRI: "White Irish",
    WOTH: "Other White",
    WIRT: "Traveller of Irish heritage",
    WROM: "Gypsy or Roma",
    MWBC: "White and Black Caribbean",
    MWBA: "White and Black African",
    MWAS: "White and Asian",
    MOTH: "Other mixed",
    AIND: "Indian",
    APKN: "Pakistani",
    ABAN: "Bangladeshi",
    AOTH: "Other Asian",
    BCRB: "Black Caribbean",
    BAFR: "Black African",
    BOTH: "Other Black",
    CHNE: "Chinese",
    OOTH: "Any other group",
    REFU: "Refused",
    NOBT: "Not yet obtained",
  }),
  RNE: codes({
    S: "Started to be looked after",
    L: "Legal status only",
    P: "Placement and carer",
    T: "Placement, same carer",
    B: "Legal status, placement and carer",
    U: "Legal status and placement, same carer",
  }),
  LS: codes({
    C1: "Interim care order",
    C2: "Full care order",
    D1: "Freeing order",
    E1: "Placement order",
    V2: "Single period, section 20",
    V3: "Short breaks, episodes",
    V4: "Short breaks, agreements",
    L1: "Police protection",
    L2: "Emergency protection order",
    L3: "Child assessment order",
    J1: "Remand",
    J2: "Police and Criminal Evidence Act",
    J3: "Youth rehabilitation order",
  }),
  CIN: codes({
    N1: "Abuse or neglect",
    N2: "Child's disability",
    N3: "Parent's illness or disability",
    N4: "Family in acute stress",
    N5: "Family dysfunction",
    N6: "Socially unacceptable behaviour",
    N7: "Low income",
    N8: "Absent parenting",
  }),
  PLACE: {
    ...codes({
      U1: "Relative or friend, long term",
      U2: "Relative or friend, adoption or concurrent plan",
      U3: "Relative or friend, other",
      U4: "Foster carer, long term",
      U5: "Foster carer, adoption or concurrent plan",
      U6: "Foster carer, other",
      A3: "Placed for adoption with consent, current foster carer",
      A4: "Placed for adoption with consent, other",
      A5: "Placed for adoption by order, current foster carer",
      A6: "Placed for adoption by order, other",
      P1: "Own parents",
      P3: "Residential employment",
      K1: "Secure home",
      K2: "Children's home",
      R1: "Care home",
      R2: "Health service",
      R3: "Family centre or mother and baby unit",
      R5: "Young offender institution",
      S1: "Residential school",
      T0: "Temporary placement",
      T1: "Temporary: hospital",
      T2: "Temporary: holiday",
      T3: "Temporary: carer's holiday",
      T4: "Temporary: seven days or less",
    }),
    ...codes({ P2: "Independent living", H5: "Semi-independent living" }, { to: 2025 }),
    ...codes({ Z1: "Other" }, { to: 2025 }),
    ...codes({ K3: "Registered supported accommodation" }, { from: 2025 }),
    ...codes(
      { Z11: "Other (Z11)", Z12: "Other (Z12)", Z13: "Other (Z13)", Z14: "Other (Z14)" },
      { from: 2026 },
    ),
  },
  PLACE_PROVIDER: codes({
    PR0: "Parents",
    PR1: "Own authority",
    PR2: "Other authority",
    PR3: "Other public",
    PR4: "Private",
    PR5: "Voluntary",
  }),
  REC: {
    ...codes({
      X1: "Next episode the same day",
      E11: "Adopted, unopposed",
      E12: "Adopted, consent dispensed with",
      E2: "Died",
      E3: "Other authority took over",
      E4A: "Returned home, planned",
      E4B: "Returned home, not planned",
      E13: "Left to live with parent or relative without parental responsibility",
      E41: "Child arrangements order",
      E5: "Independent living, supported",
      E6: "Independent living, not supported",
      E7: "Adult care",
      E8: "Other",
      E9: "Custody",
      E14: "Remand ended",
      E15: "Assessed as an adult",
      E16: "Moved abroad",
      E17: "Aged 18, stayed with carers",
      E99: "Closed by a repair",
    }),
    ...codes(
      { E43: "Special guardianship (foster carer)", E44: "Special guardianship (other)" },
      { to: 2018 },
    ),
    ...codes(
      {
        E45: "Special guardianship (relative or friend, foster carer)",
        E46: "Special guardianship (other foster carer)",
        E47: "Special guardianship (relative or friend)",
        E48: "Special guardianship (other)",
      },
      { from: 2019 },
    ),
  },
  REASON_PLACE_CHANGE: {
    ...codes({
      CARPL: "Care plan",
      CLOSE: "Resignation or closure",
      ALLEG: "Allegation",
      STAND: "Standards of care",
      APPRR: "Approval removed",
      CREQB: "Carer asks, child's behaviour",
      CREQO: "Carer asks, other",
      CHILD: "Child asks",
      LAREQ: "Authority asks",
      PLACE: "Status of placement only",
      OTHER: "Other",
      LIIAF: "Filled by a repair",
    }),
    ...codes({ CUSTOD: "Custody" }, { from: 2019 }),
  },
  REVIEW_CODE: codes(words("PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7")),
  MISSING: codes({ M: "Missing", A: "Away without authorisation" }),
  SDQ_REASON: codes(words("SDQ1 SDQ2 SDQ3 SDQ4 SDQ5")),
  PREV_PERM: codes({
    P1: "Adoption",
    P2: "Special guardianship",
    P3: "Residence or child arrangements order",
    P4: "Order not named",
    Z1: "None",
  }),
  REASON_PLACED_CEASED: codes(words("RD1 RD2 RD3 RD4")),
  IN_TOUCH: codes(words("YES NO DIED REFU NREQ RHOM")),
  ACTIV: {
    ...codes(words("F1 P1 F2 P2 G4 G5 G6 0")),
    ...codes(words("F3 P3"), { to: 2021 }),
    ...codes(words("F4 P4 F5 P5"), { from: 2022 }),
  },
  SW_REASON: codes(words("MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS")),
};

/**
 * Whether a code may stand in a column in a year: yes, no such code, or a code of other years.
 *
 * @param year - The year in which the return ends: 2025 for 2024/25.
 * @example
 * codeStanding("REC", "E43", 2019) // => "other-years"
 * @example
 * codeStanding("PLACE", "K3", 2025) // => "valid"
 */
export function codeStanding(
  column: string,
  code: string,
  year: number,
): "valid" | "unknown" | "other-years" {
  const set = ssda903Codes[column];
  if (set === undefined) return "valid";
  if (!Object.hasOwn(set, code)) return "unknown";
  const { from = 0, to = 9999 } = set[code] as YearCode;
  return year >= from && year <= to ? "valid" : "other-years";
}
