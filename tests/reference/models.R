# Reference values for analysis/models. Run: Rscript models.R > models.json
suppressMessages({
  library(MASS); library(nnet); library(brglm2); library(clubSandwich); library(geepack)
  library(lme4); library(ordinal); library(pROC); library(mice); library(jsonlite)
})
options(digits = 17)
out <- list()
coefs <- function(m) list(coefficients = unname(coef(m)), vcov = unname(vcov(m)), logLik = as.numeric(logLik(m)))
ctl <- glm.control(epsilon = 1e-14, maxit = 100)

# court plans
plan <- data.frame(plan = rep(c("away", "so", "co"), each = 2), failed = rep(c(1, 0), 3), n = c(5, 16, 21, 13, 28, 4))
plan$plan <- factor(plan$plan, levels = c("away", "so", "co"))
m <- glm(failed ~ plan, binomial, plan, weights = n, control = ctl)
out$court <- c(coefs(m), list(profile = unname(suppressMessages(confint(m, level = .95)))))

# birthwt
b <- birthwt; b$race <- factor(b$race); b$lowf <- b$low
m <- glm(low ~ age + lwt + race + smoke + ht + ui, binomial, b, control = ctl)
X0 <- model.matrix(m)
pr <- t(sapply(seq_len(ncol(X0)), function(j) { # the ends themselves, not a spline through the profile
  f <- function(v) 2 * (as.numeric(logLik(m)) + glm.fit(X0[, -j], b$low, offset = X0[, j] * v, family = binomial(), control = ctl)$deviance / 2) - qchisq(.95, 1)
  s <- sqrt(vcov(m)[j, j]); e <- coef(m)[j]
  c(uniroot(f, c(e - 4 * s, e), tol = 1e-13)$root, uniroot(f, c(e, e + 4 * s), tol = 1e-13)$root)
}))
dev <- drop1(m, test = "LRT")
roc1 <- roc(b$low, fitted(m), quiet = TRUE, direction = "<")
hl <- local({
  y <- b$low; p <- fitted(m); g <- cut(p, unique(quantile(p, 0:10 / 10)), include.lowest = TRUE)
  o <- tapply(y, g, sum); e <- tapply(p, g, sum); n <- as.numeric(table(g))
  st <- sum((o - e)^2 / (e * (1 - e / n))); c(st, length(n) - 2, pchisq(st, length(n) - 2, lower.tail = FALSE))
})
ame <- function(m, f, d) { # central differences, written out
  be <- coef(m); h <- 1e-6
  g <- sapply(seq_along(be), function(j) { u <- be; l <- be; u[j] <- u[j] + h; l[j] <- l[j] - h; (f(u) - f(l)) / (2 * h) })
  c(f(be), sqrt(drop(t(g) %*% vcov(m) %*% g)))
}
X <- model.matrix(m); setc <- function(r2, r3) { Z <- X; Z[, "race2"] <- r2; Z[, "race3"] <- r3; Z }
f1 <- function(be) mean(plogis(setc(0, 0) %*% be)); f2 <- function(be) mean(plogis(setc(1, 0) %*% be)) - f1(be)
out$birthwt <- c(coefs(m), list(profile = unname(pr), lr = unname(dev$LRT[-1]),
  auc = as.numeric(auc(roc1)), aucSe = sqrt(var(roc1, method = "delong")), aucCi = as.numeric(ci(roc1, method = "delong")),
  hosmer = hl, white = ame(m, f1), blackMinusWhite = ame(m, f2), gvif = unname(car::vif(m)[, "GVIF"])))
mf <- glm(low ~ age + lwt + race + smoke + ht + ui, binomial, b, method = "brglmFit", type = "AS_mean", epsilon = 1e-13, maxit = 500)
out$birthwtFirth <- list(coefficients = unname(coef(mf)), vcov = unname(vcov(mf)))
mi <- glm(low ~ race * smoke + age, binomial, b, control = ctl)
out$birthwtInteraction <- c(coefs(mi), list(typeII = unname(car::Anova(mi, type = 2)[, 1])))

# separation: endometrial-like small table
sp <- data.frame(y = c(0, 0, 0, 0, 1, 1, 1, 1, 1, 0), a = c(0, 0, 0, 0, 1, 1, 1, 1, 0, 0), z = c(1.2, 0.4, 2.2, 3.1, 0.7, 1.9, 2.8, 0.2, 1.1, 2.5))
mf <- glm(y ~ a + z, binomial, sp, method = "brglmFit", type = "AS_mean", epsilon = 1e-13, maxit = 5000)
out$separated <- list(data = sp, coefficients = unname(coef(mf)), vcov = unname(vcov(mf)))

# esoph, infert
e <- as.data.frame(esoph); e$agegp <- factor(as.character(e$agegp)); e$alcgp <- factor(as.character(e$alcgp)); e$tobgp <- factor(as.character(e$tobgp))
m <- glm(cbind(ncases, ncontrols) ~ agegp + alcgp + tobgp, binomial, e, control = ctl)
out$esoph <- c(list(data = e), coefs(m))
m <- glm(case ~ age + parity + spontaneous + induced, binomial, infert, control = ctl)
out$infert <- list(data = infert[, c("age", "parity", "spontaneous", "induced", "case", "stratum")], coefficients = unname(coef(m)), vcov = unname(vcov(m)))

# families: four rows of birthwt a family, in turn
b$family <- rep(1:80, length.out = nrow(b)); b$family[1:20] <- 1:5
m <- glm(low ~ age + lwt + smoke, binomial, b, control = ctl)
robust <- function(m, cl) {
  r <- list()
  for (t in c("CR0", "CR1", "CR2")) r[[t]] <- unname(as.matrix(vcovCR(m, cluster = cl, type = t)))
  ct <- coef_test(m, vcov = "CR2", cluster = cl, test = "Satterthwaite")
  r$df <- ct$df_Satt; r$p <- ct$p_Satt; r
}
for (i in seq_along(r <- robust(m, b$family))) NULL
out$cluster <- c(list(family = b$family, coefficients = unname(coef(m))), r)
ml <- lm(bwt ~ age + lwt + smoke, b)
out$clusterLinear <- c(list(coefficients = unname(coef(ml))), robust(ml, b$family))
data(ohio, package = "geepack")
g <- geeglm(resp ~ age + smoke, binomial, ohio, id = id, corstr = "exchangeable", control = geese.control(epsilon = 1e-10, maxit = 500))
stopifnot(g$geese$error == 0)
out$gee <- list(resp = paste(ohio$resp, collapse = ""), age = unique(ohio$age), smoke = paste(ohio$smoke[seq(1, nrow(ohio), 4)], collapse = ""),
  coefficients = unname(coef(g)), vcov = unname(as.matrix(g$geese$vbeta)), alpha = unname(g$geese$alpha), scale = unname(g$geese$gamma))

# random intercept
data(cbpp, package = "lme4")
fit <- function(n) {
  m <- glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial, nAGQ = n,
    control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), tolPwrss = 1e-12))
  list(coefficients = unname(fixef(m)), sd = unname(sqrt(unlist(VarCorr(m)))), se = unname(sqrt(diag(as.matrix(vcov(m))))), mode = unname(ranef(m)$herd[, 1]))
}
out$random <- list(data = cbpp, laplace = fit(1), agq = fit(25))

# multinomial, ordinal
m <- multinom(factor(race) ~ age + lwt + smoke, b, reltol = 1e-15, abstol = 1e-12, maxit = 5000, trace = FALSE, Hess = TRUE)
out$multinomial <- list(coefficients = unname(as.vector(t(coef(m)))), se = unname(as.vector(t(summary(m)$standard.errors))), logLik = as.numeric(logLik(m)))
h <- as.data.frame(housing); h$Sat <- factor(as.character(h$Sat), levels = c("Low", "Medium", "High"), ordered = TRUE)
for (v in c("Infl", "Type", "Cont")) h[[v]] <- factor(as.character(h[[v]]), levels = levels(housing[[v]]))
m <- clm(Sat ~ Infl + Type + Cont, weights = Freq, data = h, control = clm.control(gradTol = 1e-12))
p <- polr(Sat ~ Infl + Type + Cont, weights = Freq, data = h, Hess = TRUE)
stopifnot(max(abs(coef(p) - m$beta)) < 1e-3)
brant <- local({ # Brant (1990), written out
  hx <- h[rep(seq_len(nrow(h)), h$Freq), ]; Xm <- model.matrix(~ Infl + Type + Cont, hx); yy <- as.integer(hx$Sat)
  fits <- lapply(1:2, function(k) glm.fit(Xm, as.integer(yy > k), family = binomial(), control = ctl))
  B <- lapply(fits, function(f) coef(f)[-1]); P <- lapply(fits, fitted)
  A <- lapply(1:2, function(k) solve(crossprod(Xm, Xm * (P[[k]] * (1 - P[[k]])))))
  cross <- A[[1]] %*% crossprod(Xm, Xm * (P[[2]] * (1 - P[[1]]))) %*% A[[2]]
  V <- A[[1]][-1, -1] + A[[2]][-1, -1] - cross[-1, -1] - t(cross[-1, -1]); d <- B[[1]] - B[[2]]
  c(drop(d %*% solve(V) %*% d), length(d), drop(d[1]^2 / V[1, 1]))
})
out$ordinal <- list(data = h, slopes = unname(m$beta), thresholds = unname(m$alpha), se = unname(sqrt(diag(vcov(m)))), logLik = as.numeric(logLik(m)), brant = unname(brant))

# linear: mtcars
m <- lm(mpg ~ wt + hp + factor(cyl), mtcars)
out$mtcars <- list(data = mtcars[, c("mpg", "wt", "hp", "cyl")], coefficients = unname(coef(m)), vcov = unname(vcov(m)), r2 = summary(m)$r.squared, adj = summary(m)$adj.r.squared, logLik = as.numeric(logLik(m)), sigma = sigma(m))
out$longley <- list(data = longley)

# Rubin's rules
q <- c(1.2, 1.5, 0.9, 1.1, 1.4); u <- c(.30, .32, .28, .31, .33)^2
ps <- pool.scalar(q, u, n = 60, k = 3)
out$pool <- list(q = q, se = sqrt(u), estimate = ps$qbar, total = ps$t, df = ps$df)
# The same likelihoods carried to their tops, where glmer and multinom stop short: base R, Newton steps on numDeriv's derivatives.
climb <- function(f, par) {
  for (i in 1:30) { g <- numDeriv::grad(f, par); H <- numDeriv::hessian(f, par); s <- solve(H, g); par <- par - s; if (max(abs(s)) < 1e-11) break }
  list(par = par, vcov = solve(-numDeriv::hessian(f, par)), value = f(par))
}
hermite <- function(n) { e <- eigen({ m <- matrix(0, n, n); if (n > 1) for (i in 1:(n - 1)) m[i, i + 1] <- m[i + 1, i] <- sqrt(i); m }, symmetric = TRUE); list(z = e$values, w = e$vectors[1, ]^2) }
glmm <- function(nodes) {
  q <- hermite(nodes); Xh <- model.matrix(~ period, cbpp)
  f <- function(par) { eta <- drop(Xh %*% par[1:4]); s <- par[5]; sum(sapply(split(seq_len(nrow(cbpp)), cbpp$herd), function(r) {
    h <- function(z) sum(cbpp$incidence[r] * (eta[r] + s * z) - cbpp$size[r] * log1p(exp(eta[r] + s * z))) - z^2 / 2
    z <- 0; for (i in 1:60) { mu <- plogis(eta[r] + s * z); z <- z - (sum(s * (cbpp$incidence[r] - cbpp$size[r] * mu)) - z) / (-1 - s^2 * sum(cbpp$size[r] * mu * (1 - mu))) }
    mu <- plogis(eta[r] + s * z); sp <- 1 / sqrt(1 + s^2 * sum(cbpp$size[r] * mu * (1 - mu)))
    log(sp) + log(sum(q$w * exp(sapply(q$z, function(u) h(z + sp * u) + u^2 / 2)))) })) }
  fit <- climb(f, c(-1.4, -1, -1.1, -1.6, 0.65)); list(coefficients = fit$par[1:4], sd = fit$par[5], se = sqrt(diag(fit$vcov))[1:4], logLik = fit$value)
}
out$randomExact <- list(laplace = glmm(1), agq = glmm(25))
Xm <- model.matrix(~ age + lwt + smoke, b); ym <- as.integer(factor(b$race))
mn <- function(par) { E <- cbind(0, Xm %*% matrix(par, 4)); sum(E[cbind(seq_along(ym), ym)]) - sum(log(rowSums(exp(E)))) }
scale4 <- c(1, mean(b$age), mean(b$lwt), 1) # derivatives at like sizes
fm <- climb(function(p) mn(p / rep(scale4, 2)), out$multinomial$coefficients * rep(scale4, 2))
out$multinomialExact <- list(coefficients = fm$par / rep(scale4, 2), se = sqrt(diag(fm$vcov)) / rep(scale4, 2), logLik = fm$value)

# Firth: penalised likelihood ratio of each coefficient, and the ends of its penalised profile, from the penalised likelihood itself
pen <- function(be) { pr <- plogis(drop(X0 %*% be)); sum(dbinom(b$low, 1, pr, log = TRUE)) + as.numeric(determinant(crossprod(X0, X0 * (pr * (1 - pr))))$modulus) / 2 }
bf <- out$birthwtFirth$coefficients; sef <- sqrt(diag(vcov(mf0 <- glm(low ~ age + lwt + race + smoke + ht + ui, binomial, b, method = "brglmFit", type = "AS_mean", epsilon = 1e-13, maxit = 500))))
held <- function(j, v) { # others refitted, each on the scale of its error
  fr <- function(u) { be <- bf; be[j] <- v; be[-j] <- bf[-j] + u * sef[-j]; pen(be) }
  climb(fr, optim(rep(0, length(bf) - 1), function(u) -fr(u), method = "BFGS", control = list(reltol = 1e-12))$par)$value
}
out$firthProfile <- lapply(c(6, 7), function(j) { e <- function(v) 2 * (pen(bf) - held(j, v)) - qchisq(.95, 1)
  list(column = j - 1, lr = 2 * (pen(bf) - held(j, 0)), ciLow = uniroot(e, c(bf[j] - 3.5 * sef[j], bf[j] - sef[j]), tol = 1e-9)$root, ciHigh = uniroot(e, c(bf[j] + sef[j], bf[j] + 3.5 * sef[j]), tol = 1e-9)$root) })

# D2 on made-up likelihood ratios: the formula of van Buuren (2018), 5.3.2 (mice's own needs a package that is not everywhere)
d <- c(4.1, 6.3, 5.2, 7.7); k <- 2; r <- (1 + 1 / 4) * var(sqrt(d))
out$poolTests <- list(statistics = d, df = k, result = c((mean(d) / k - 5 / 3 * r) / (1 + r), k, k^(-3 / 4) * 3 * (1 + 1 / r)^2))

out$birthwtData <- b[, c("low", "age", "lwt", "race", "smoke", "ht", "ui", "bwt", "family")]
out$versions <- list(R = R.version.string, packages = sapply(c("MASS", "nnet", "brglm2", "clubSandwich", "geepack", "lme4", "ordinal", "pROC", "mice", "car", "numDeriv"), function(x) as.character(packageVersion(x))))
cat(toJSON(out, digits = I(17), auto_unbox = TRUE, matrix = "rowmajor"), "\n")
