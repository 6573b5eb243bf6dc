/** The words for each test and effect that can be printed: as short as a column allows, and in full. */
export const methodWords: Readonly<Record<string, readonly [short: string, long: string]>> = {
  pearson: ["χ²", "Pearson χ²"],
  "pearson-yates": ["χ² Yates", "Pearson χ², Yates"],
  "likelihood-ratio": ["G²", "Likelihood ratio G²"],
  fisher: ["Fisher", "Fisher exact"],
  "fisher-mid-p": ["mid-p", "Fisher mid-p"],
  "freeman-halton": ["exact", "Freeman–Halton exact"],
  "freeman-halton-monte-carlo": ["exact", "Freeman–Halton, tables drawn"],
  "linear-by-linear": ["trend", "Linear-by-linear trend"],
  "cochran-armitage": ["trend", "Cochran–Armitage trend"],
  "mann-whitney": ["ranks", "Mann–Whitney"],
  "mann-whitney-exact": ["ranks", "Mann–Whitney, exact"],
  "kruskal-wallis": ["ranks", "Kruskal–Wallis"],
  "jonckheere-terpstra": ["trend", "Jonckheere–Terpstra trend"],
  "welch-t": ["Welch t", "Welch t"],
  "welch-anova": ["Welch F", "Welch ANOVA"],
  anova: ["F", "One-way ANOVA"],
  spearman: ["ρ", "Spearman ρ"],
  "pearson-correlation": ["r", "Pearson r"],
  "mcnemar-exact": ["McNemar", "McNemar exact"],
  "mcnemar-mid-p": ["McNemar", "McNemar mid-p"],
  mcnemar: ["McNemar", "McNemar χ²"],
  "mcnemar-corrected": ["McNemar", "McNemar χ², corrected"],
  bowker: ["Bowker", "Bowker symmetry"],
  "signed-rank": ["Wilcoxon", "Wilcoxon signed rank"],
  "signed-rank-exact": ["Wilcoxon", "Wilcoxon signed rank, exact"],
  "paired-t": ["paired t", "Paired t"],
  "rao-scott": ["Rao–Scott", "Rao–Scott F"],
  "family-permutation": ["families", "Families permuted"],
  "family-permutation-ranks": ["ranks", "Families permuted, ranks"],
  "family-permutation-means": ["means", "Families permuted, means"],
  "family-permutation-trend": ["trend", "Families permuted, trend"],
  "family-permutation-correlation": ["ρ", "Families permuted, correlation"],
  "family-permutation-paired": ["changes", "Families changed over"],
  "family-permutation-within-strata": ["families", "Families permuted within strata"],
  "family-wald-means": ["Wald F", "Wald F of means, families"],
  "family-wald-homogeneity": ["Wald F", "Wald F of odds ratios, families"],
  "mantel-haenszel": ["M–H", "Mantel–Haenszel χ²"],
  "mantel-haenszel-corrected": ["M–H", "Mantel–Haenszel χ², corrected"],
  "generalized-mantel-haenszel": ["M–H", "Generalised Mantel–Haenszel"],
  "breslow-day": ["B–D", "Breslow–Day"],
  "breslow-day-tarone": ["B–D", "Breslow–Day–Tarone"],
  "rao-scott-three-way": ["Rao–Scott", "Three-way, Rao–Scott F"],
  "three-way-likelihood-ratio": ["G²", "Three-way likelihood ratio"],
  "cramers-v": ["V", "Cramér's V"],
  "cramers-v-bias-corrected": ["V", "Cramér's V, bias-corrected"],
  "risk-difference": ["RD", "Risk difference"],
  "risk-difference-exact": ["RD", "Risk difference, exact"],
  "risk-ratio": ["RR", "Risk ratio"],
  "odds-ratio": ["OR", "Odds ratio"],
  "odds-ratio-exact": ["OR", "Odds ratio, conditional exact"],
  phi: ["φ", "Phi"],
  "tau-b": ["τ", "Kendall tau-b"],
  gamma: ["γ", "Gamma"],
  "somers-d": ["d", "Somers' d"],
  lambda: ["λ", "Lambda"],
  "epsilon-squared": ["ε²", "Epsilon squared"],
  "eta-squared": ["η²", "Eta squared"],
  "probability-of-superiority": ["P", "Chance of the larger number"],
  "mean-difference": ["MD", "Mean difference"],
  "mean-change": ["MC", "Mean change"],
  "matched-rank-biserial": ["rb", "Matched rank-biserial"],
  "paired-risk-difference": ["RD", "Change in share"],
  "paired-odds-ratio": ["OR", "Odds ratio of change"],
  "mantel-haenszel-odds-ratio": ["OR", "Mantel–Haenszel odds ratio"],
};

/**
 * The short word for a method, for a narrow column; the method itself where it has none.
 *
 * @example
 * shortMethod("rao-scott") // => "Rao–Scott"
 */
export const shortMethod = (method: string): string => methodWords[method]?.[0] ?? method;

/**
 * The name of a method in a list.
 *
 * @example
 * longMethod("breslow-day") // => "Breslow–Day"
 */
export const longMethod = (method: string): string => methodWords[method]?.[1] ?? method;
