# Reference values for analysis/time-to-event: Rscript tests/reference/time-to-event.R > tests/reference/time-to-event.json
suppressMessages({library(jsonlite); library(survival)})
curve <- function(time, event, family) {
  f <- survfit(Surv(time, event) ~ 1, conf.type = "log-log")
  r <- survfit(Surv(time, event) ~ 1, conf.type = "log-log", cluster = family, robust = TRUE)
  q <- quantile(f, 0.5)
  list(time = time, event = event, family = family,
    steps = list(time = f$time, nRisk = f$n.risk, events = f$n.event, censored = f$n.censor, survival = f$surv,
      standardError = f$surv * f$std.err, ciLow = f$lower, ciHigh = f$upper,
      familyStandardError = if (r$logse) r$surv * r$std.err else r$std.err, familyCiLow = r$lower, familyCiHigh = r$upper),
    median = list(estimate = unname(q$quantile), ciLow = unname(q$lower), ciHigh = unname(q$upper)))
}
test <- function(time, event, group) {
  s <- survdiff(Surv(time, event) ~ group)
  list(time = time, event = event, group = as.integer(factor(group)) - 1L, statistic = s$chisq,
    df = length(s$n) - 1, pValue = pchisq(s$chisq, length(s$n) - 1, lower.tail = FALSE))
}
set.seed(11)
n <- 138; fam <- rep(1:104, times = c(rep(1, 78), rep(2, 20), rep(3, 4), rep(4, 2)))
shared <- rexp(104, 1)
months <- pmin(60, floor(rexp(n, 0.02 * shared[fam]))); went <- as.integer(months < 60)
early <- sample(n, 12); months[early] <- pmin(months[early], 7); went[early] <- 0L
cat(toJSON(list(r = R.version.string, survival = as.character(packageVersion("survival")),
  curves = list(
    aml = curve(aml$time, aml$status, seq_along(aml$time)),
    lung = curve(lung$time, lung$status - 1, ifelse(is.na(lung$inst), 0, lung$inst)),
    returns = curve(months, went, fam)),
  tests = list(
    aml = test(aml$time, aml$status, aml$x),
    veteran = test(veteran$time, veteran$status, veteran$celltype),
    lung = test(lung$time, lung$status - 1, lung$sex))),
  digits = I(17), auto_unbox = TRUE, na = "null"))
