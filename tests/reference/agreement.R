# Reference values for analysis/agreement: Rscript tests/reference/agreement.R > tests/reference/agreement.json
# Kappa and its errors from vcd and psych, the intraclass correlation from psych; Fleiss, Gwet and Krippendorff
# are their published formulas in base R, each written another way than in our code.
suppressMessages({ library(jsonlite); library(vcd); library(psych) })
data(SexualFun); data(MSPatients)
two <- list(
  even = matrix(c(20, 5, 10, 15), 2, byrow = TRUE),
  prevalence = matrix(c(45, 15, 25, 15), 2, byrow = TRUE),
  bias = matrix(c(25, 35, 5, 35), 2, byrow = TRUE),
  common = matrix(c(118, 5, 2, 0), 2, byrow = TRUE),
  cohen1968 = matrix(c(88, 10, 2, 14, 40, 6, 18, 10, 12), 3, byrow = TRUE),
  sexualFun = unname(unclass(as.matrix(SexualFun))),
  winnipeg = unname(MSPatients[, , 1]), newOrleans = unname(MSPatients[, , 2]),
  unused = matrix(c(10, 0, 2, 0, 0, 0, 1, 0, 9), 3, byrow = TRUE),
  oneConstant = matrix(c(12, 0, 5, 0), 2, byrow = TRUE))
weightsOf <- function(k, power) 1 - (abs(outer(1:k, 1:k, "-")) / (k - 1))^power

# vcd's Kappa knows only its own weights; this is Fleiss, Cohen and Everitt (1969), equation for any weights.
fce <- function(m, w) {
  p <- m / sum(m); r <- rowSums(p); s <- colSums(p); po <- sum(w * p); pe <- sum(w * outer(r, s))
  k <- (po - pe) / (1 - pe); wr <- as.vector(w %*% s); ws <- as.vector(r %*% w)
  v <- (sum(p * (w * (1 - pe) - outer(wr, ws, "+") * (1 - po))^2) - (po * pe - 2 * pe + po)^2) / (sum(m) * (1 - pe)^4)
  list(estimate = k, standardError = sqrt(max(0, v)))
}
# Ratings, one row a case, one column a coder, to counts of coders a category.
countsOf <- function(x, q) t(apply(x, 1, function(r) tabulate(r[!is.na(r)], q)))
# Gwet's coefficient and Fleiss' kappa with the variance over cases. n rows with a rating.
gwetLike <- function(n_ik, w, kind, f = rep(1, nrow(n_ik))) {
  keep <- rowSums(n_ik) > 0; n_ik <- n_ik[keep, , drop = FALSE]; f <- f[keep]
  q <- ncol(n_ik); r <- rowSums(n_ik); n <- sum(f); two <- r >= 2; n2 <- sum(f[two])
  star <- n_ik %*% t(w); a <- ifelse(two, rowSums(n_ik * (star - 1)) / ifelse(two, r * (r - 1), 1), 0)
  pa <- sum(f * a) / n2; pi <- colSums(f * n_ik / r) / n
  if (kind == "ac") { t <- sum(w) / (q * (q - 1)); pe <- t * sum(pi * (1 - pi)); pei <- t * as.vector(n_ik %*% (1 - pi)) / r }
  else { pe <- sum(w * outer(pi, pi)); pei <- as.vector(n_ik %*% ((w %*% pi + t(w) %*% pi) / 2)) / r }
  est <- (pa - pe) / (1 - pe)
  u <- (n / n2) * (a - pe * two) / (1 - pe) - 2 * (1 - est) * (pei - pe) / (1 - pe)
  se <- sqrt(sum(f * (u - est)^2) / (n * (n - 1)))
  list(estimate = est, standardError = se, ciLow = max(-1, est - qt(.975, n - 1) * se), ciHigh = min(1, est + qt(.975, n - 1) * se),
       percent = pa, percentError = sqrt(sum(f * ((n / n2) * a - pa)^2) / (n * (n - 1))))
}
# Krippendorff's alpha from all pairs of values within units, by brute force.
alphaOf <- function(x, delta) {
  x <- x[rowSums(!is.na(x)) >= 2, , drop = FALSE]; v <- x[!is.na(x)]; n <- length(v)
  o <- 0; for (i in seq_len(nrow(x))) { r <- x[i, !is.na(x[i, ])]; o <- o + sum(outer(r, r, Vectorize(delta))) / (length(r) - 1) }
  1 - (n - 1) * o / sum(outer(v, v, Vectorize(delta)))
}
ordinalDelta <- function(x) {
  v <- x[rowSums(!is.na(x)) >= 2, ]; n <- table(factor(v[!is.na(v)], levels = 1:max(x, na.rm = TRUE)))
  function(a, b) { g <- a:b; if (a == b) 0 else (sum(n[g]) - (n[a] + n[b]) / 2)^2 }
}
nominal <- function(a, b) as.numeric(a != b); interval <- function(a, b) (a - b)^2

tables <- lapply(two, function(m) {
  k <- nrow(m); long <- cbind(row(m)[rep(seq_along(m), m)], col(m)[rep(seq_along(m), m)]); n <- countsOf(long, k)
  out <- list(table = m, percent = sum(diag(m)) / sum(m), kappa = fce(m, diag(k)), linear = fce(m, weightsOf(k, 1)), quadratic = fce(m, weightsOf(k, 2)),
    wilson = as.numeric(prop.test(sum(diag(m)), sum(m), correct = FALSE)$conf.int),
    ac1 = gwetLike(n, diag(k), "ac"), ac2 = gwetLike(n, weightsOf(k, 1), "ac"), ac2Quadratic = gwetLike(n, weightsOf(k, 2), "ac"),
    alpha = list(nominal = alphaOf(long, nominal), ordinal = alphaOf(long, ordinalDelta(long)), interval = alphaOf(long, interval)))
  if (all(rowSums(m) > 0) && all(colSums(m) > 0)) {
    v <- vcd::Kappa(m); out$vcd <- list(kappa = unname(v$Unweighted), linear = unname(v$Weighted)) # value, ASE
    vq <- vcd::Kappa(m, weights = "Fleiss-Cohen"); out$vcd$quadratic <- unname(vq$Weighted)
    ps <- suppressWarnings(psych::cohen.kappa(m)); out$psych <- list(kappa = ps$kappa, weighted = ps$weighted.kappa, varKappa = ps$var.kappa, varWeighted = ps$var.weighted)
  }
  if (k == 2) { p <- m / sum(m); pr <- p[1, 1] - p[2, 2]; bi <- p[1, 2] - p[2, 1]
    out$prevalence <- list(estimate = pr, standardError = sqrt((p[1, 1] + p[2, 2] - pr^2) / sum(m)))
    out$bias <- list(estimate = bi, standardError = sqrt((p[1, 2] + p[2, 1] - bi^2) / sum(m))) }
  out
})
cost <- matrix(c(0, 1, 3, 1, 0, 6, 3, 6, 0), 3)
given <- c(fce(two$cohen1968, 1 - cost / 6), list(psych = suppressWarnings(psych::cohen.kappa(two$cohen1968, w = 1 - cost / 6))$weighted.kappa))

fleiss <- matrix(c(0,0,0,0,14, 0,2,6,4,2, 0,0,3,5,6, 0,3,9,2,0, 2,2,8,1,1, 7,7,0,0,0, 3,2,6,3,0, 2,5,3,2,2, 6,5,2,1,0, 0,2,2,3,7), 10, byrow = TRUE)
# Krippendorff (2011): twelve units, four observers, missing values.
kripp <- t(matrix(c(1,2,3,3,2,1,4,1,2,NA,NA,NA, 1,2,3,3,2,2,4,1,2,5,NA,3, NA,3,3,3,2,3,4,2,2,5,1,NA, 1,2,3,3,2,4,4,1,2,5,1,NA), 4, byrow = TRUE))
kc <- countsOf(kripp, 5)
many <- list(
  fleiss = list(counts = fleiss, fleiss = gwetLike(fleiss, diag(5), "fleiss"), ac1 = gwetLike(fleiss, diag(5), "ac"), ac2 = gwetLike(fleiss, weightsOf(5, 1), "ac")),
  krippendorff = list(ratings = kripp, counts = kc, fleiss = gwetLike(kc, diag(5), "fleiss"), ac1 = gwetLike(kc, diag(5), "ac"),
    ac2 = gwetLike(kc, weightsOf(5, 1), "ac"), ac2Quadratic = gwetLike(kc, weightsOf(5, 2), "ac"),
    alpha = list(nominal = alphaOf(kripp, nominal), ordinal = alphaOf(kripp, ordinalDelta(kripp)), interval = alphaOf(kripp, interval))))

sf <- matrix(c(9,2,5,8, 6,1,3,2, 8,4,6,8, 7,1,2,6, 10,5,6,9, 6,2,4,7), 6, byrow = TRUE) # Shrout and Fleiss (1979)
iccOf <- function(x) { r <- suppressWarnings(psych::ICC(x, lmer = FALSE))$results; i <- which(r$type == "ICC2"); list(ratings = x, estimate = r$ICC[i], ciLow = r[["lower bound"]][i], ciHigh = r[["upper bound"]][i]) }
# The same judges on attitude (datasets): seven columns of whole per cents for thirty departments.
icc <- list(shroutFleiss = iccOf(sf), attitude = iccOf(unname(as.matrix(attitude))), two = iccOf(sf[, c(2, 3)]))
cat(toJSON(list(r = R.version.string, vcd = as.character(packageVersion("vcd")), psych = as.character(packageVersion("psych")),
  tables = tables, given = given, many = many, icc = icc), digits = I(17), auto_unbox = TRUE, na = "null"))
