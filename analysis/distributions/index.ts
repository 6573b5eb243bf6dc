// The one door to probabilities. Tails keep their digits down to 1e-300; logGammaTail and logBetaTail go
// beyond. Never subtract a lower tail from one: ask for the upper.
export { noncentralChiSquaredLower, noncentralityFor } from "./noncentral-chi-squared.ts";
export {
  betaQuantile,
  chiSquaredQuantile,
  fQuantile,
  gammaQuantile,
  normalQuantile,
  tQuantile,
} from "./quantiles.ts";
export {
  betaLower,
  binomialLower,
  binomialUpper,
  chiSquaredLower,
  chiSquaredUpper,
  fUpper,
  gammaLower,
  gammaUpper,
  hypergeometricDensity,
  hypergeometricLower,
  logBetaTail,
  logChiSquaredUpper,
  logFUpper,
  logGammaTail,
  logNormalUpper,
  logTUpper,
  normalLower,
  normalUpper,
  type Tail,
  tUpper,
} from "./tails.ts";
