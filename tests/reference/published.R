# Data sets whose results are in the help pages, vignettes and papers of R's packages:
# Rscript tests/reference/published.R > tests/reference/published.json
suppressMessages({library(jsonlite); library(survey); library(coin); library(vcd); library(geepack); library(clubSandwich); library(sandwich); library(lme4)})
data(api); out <- list()
# Schools of 15 districts, survey's one-stage cluster sample: weights are all the same.
d <- apiclus1
des <- svydesign(id = ~dnum, weights = ~1, data = d)
schools <- function(x, y) {
  t <- svychisq(reformulate(c(x, y)), des, statistic = "F")
  list(x = as.character(d[[x]]), y = as.character(d[[y]]), statistic = unname(t$statistic), df = I(unname(t$parameter)), pValue = unname(t$p.value))
}
out$schools <- list(family = as.character(d$dnum), tests = list(schools("stype", "sch.wide"), schools("stype", "comp.imp"), schools("awards", "stype")),
  means = { s <- svyglm(api00 ~ stype, des); w <- regTermTest(s, ~stype, df = length(unique(d$dnum)) - 1)
    list(group = as.character(d$stype), value = d$api00, statistic = as.numeric(w$Ftest), pValue = as.numeric(w$p)) })
# Rotating rats, the example of coin's wilcox_test: the exact p of Bergmann and others (2000) is 0.0373.
out$rotarod <- list(time = rotarod$time, group = as.character(rotarod$group),
  exact = as.numeric(pvalue(wilcox_test(time ~ group, data = rotarod, distribution = "exact"))))
# Job satisfaction by income and sex (Agresti 2002, table 7.8); coin's cmh_test prints 10.2001 on 9 df, p = 0.3345.
cmh <- cmh_test(as.table(jobsatisfaction))
out$jobs <- list(tables = lapply(1:2, function(k) unname(unclass(jobsatisfaction[, , k]))), statistic = as.numeric(statistic(cmh)), pValue = as.numeric(pvalue(cmh)))
# Arthritis (Koch and Edwards 1988), improved or not by treatment and sex.
a <- xtabs(~Treatment + (Improved != "None") + Sex, Arthritis); m <- mantelhaen.test(a, correct = FALSE)
out$arthritis <- list(tables = lapply(1:2, function(k) unname(unclass(a[, , k]))), statistic = unname(m$statistic), pValue = m$p.value, oddsRatio = unname(m$estimate), low = m$conf.int[1], high = m$conf.int[2])
# Respiratory illness (Stokes, Davis and Koch 1995): geepack's example, families are patients.
r <- respiratory; r$center <- factor(r$center); r$patient <- as.integer(interaction(r$center, r$id, drop = TRUE)); r <- r[order(r$patient, r$visit), ]
g <- geeglm(outcome ~ center + treat + sex + age + baseline, binomial, r, id = patient, corstr = "exchangeable", control = geese.control(epsilon = 1e-12, maxit = 300))
out$respiratory <- list(data = list(outcome = r$outcome, center = as.character(r$center), treat = as.character(r$treat), sex = as.character(r$sex), age = r$age, baseline = r$baseline, patient = r$patient),
  estimate = unname(coef(g)), error = unname(sqrt(diag(vcov(g)))), correlation = unname(g$geese$alpha))
m <- glm(outcome ~ center + treat + sex + age + baseline, binomial, r, epsilon = 1e-14)
for (k in c("CR0", "CR1", "CR2")) out$respiratory[[k]] <- unname(sqrt(diag(vcovCR(m, cluster = r$patient, type = k))))
out$respiratory$satterthwaite <- unname(coef_test(m, vcovCR(m, cluster = r$patient, type = "CR2"), test = "Satterthwaite")$df_Satt)
# Petersen's panel (2009), the first 60 of 500 firms; sandwich's and clubSandwich's standing example.
data(PetersenCL); p <- subset(PetersenCL, firm <= 60); l <- lm(y ~ x, p)
out$petersen <- list(y = p$y, x = p$x, firm = p$firm, estimate = unname(coef(l)))
for (k in c("CR0", "CR1", "CR2")) out$petersen[[k]] <- unname(sqrt(diag(vcovCR(l, cluster = p$firm, type = k))))
out$petersen$satterthwaite <- unname(coef_test(l, vcovCR(l, cluster = p$firm, type = "CR2"), test = "Satterthwaite")$df_Satt)
out$petersen$hc <- unname(sqrt(diag(vcovCL(l, cluster = p$firm, type = "HC0", cadjust = FALSE))))
# Cattle pleuropneumonia (lme4's cbpp), spelled out one animal a row.
b <- cbpp[rep(seq_len(nrow(cbpp)), cbpp$size), ]; b$ill <- unlist(mapply(function(i, s) rep(c(1, 0), c(i, s - i)), cbpp$incidence, cbpp$size))
f <- glmer(ill ~ period + (1 | herd), b, binomial, nAGQ = 25, control = glmerControl(optimizer = "nloptwrap", optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12, maxeval = 1e5)))
out$cbpp <- list(ill = b$ill, period = as.character(b$period), herd = as.character(b$herd), estimate = unname(fixef(f)), sd = unname(sqrt(unlist(VarCorr(f)))))
packages <- c("survey", "coin", "vcd", "geepack", "clubSandwich", "sandwich", "lme4")
cat(toJSON(c(list(r = R.version.string, packages = as.list(sapply(packages, function(p) as.character(packageVersion(p))))), out), digits = I(15), auto_unbox = TRUE))
