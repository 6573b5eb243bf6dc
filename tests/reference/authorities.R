# Reference values for analysis/authorities. Run: Rscript tests/reference/authorities.R
# PHEindicatormethods and FunnelPlotR are not used: their published formulas are written out in base R.
suppressMessages({ library(jsonlite); library(lme4); library(sandwich); library(numDeriv) })
z <- qnorm(.975)
out <- list()

# Intervals of counts and shares.
wilson <- function(x, n, z = qnorm(.975)) {
  p <- x / n; q <- 1 - p
  c(p, (2 * x + z^2 - z * sqrt(z^2 + 4 * x * q)) / 2 / (n + z^2), (2 * x + z^2 + z * sqrt(z^2 + 4 * x * q)) / 2 / (n + z^2))
}
byar <- function(x, level = .95) { # PHE utils.R
  z <- qnorm(1 - (1 - level) / 2)
  c(if (x == 0) 0 else x * (1 - 1 / (9 * x) - z / (3 * sqrt(x)))^3, (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1)))^3)
}
exact <- function(x, level = .95) { a <- (1 - level) / 2; c(if (x == 0) 0 else qchisq(a, 2 * x) / 2, qchisq(1 - a, 2 * x + 2) / 2) }
ci <- function(x, level = .95) if (x < 10) exact(x, level) else byar(x, level)
out$wilson <- lapply(list(c(9, 9), c(19, 106), c(0, 12), c(29, 39), c(4, 15)), function(a) list(x = a[1], n = a[2], ci95 = wilson(a[1], a[2]), ci998 = wilson(a[1], a[2], qnorm(.999))))
out$byar <- lapply(c(10, 31, 250, 1), function(x) list(x = x, ci95 = byar(x), ci998 = byar(x, .998)))
out$exact <- lapply(c(0, 1, 4, 9), function(x) list(x = x, ci95 = exact(x), ci998 = exact(x, .998)))
out$rate <- list(list(x = 31, n = 10000, per = 10000, ci = ci(31)), list(x = 7, n = 5321, per = 1000, ci = ci(7) * 1000 / 5321 ))

# Directly and indirectly standardised rates (PHE DSR.R, ISRate.R).
own <- data.frame(x = c(12, 30, 9), n = c(900, 2100, 450)); std <- c(5000, 9000, 3000)
ref <- data.frame(x = c(100, 260, 120), n = c(9000, 20000, 8000))
dsr <- local({
  r <- sum(std * own$x / own$n) / sum(std); v <- sum(std^2 * own$x / own$n^2) / sum(std)^2; o <- sum(own$x)
  c(r, r + sqrt(v / o) * (byar(o) - o))
})
out$standardised <- list(own = own, standard = std, reference = ref, direct = dsr * 10000,
  indirect = local({ e <- sum(own$n * ref$x / ref$n); o <- sum(own$x); c(o, byar(o)) / e }))
shares <- local({
  p <- own$x / own$n; w <- std / sum(std); s <- sum(w * p); v <- sum(w^2 * p * (1 - p) / own$n); m <- s * (1 - s) / v
  e <- sum(own$n * ref$x / ref$n)
  list(direct = wilson(s * m, m), indirect = wilson(sum(own$x), sum(own$n)) * sum(own$n) / e)
})
out$standardisedShares <- shares
out$rateDifference <- local({
  a <- c(30, ci(30)) / 9000 * 1e4; b <- c(8, ci(8)) / 8000 * 1e4
  d <- a[1] - b[1]; c(d, d - sqrt((a[1] - a[2])^2 + (b[3] - b[1])^2), d + sqrt((a[3] - a[1])^2 + (b[1] - b[2])^2))
})
out$newcombe <- local({ # difference of authority D from the rest
  a <- wilson(4, 15); b <- wilson(95, 123)
  d <- a[1] - b[1]; c(d, d - sqrt((a[1] - a[2])^2 + (b[3] - b[1])^2), d + sqrt((a[3] - a[1])^2 + (b[1] - b[2])^2))
})

# Overdispersion (FunnelPlotR): arcsine for proportions, square root for rates and ratios, log and left-out ends for SHMI.
set.seed(5)
k <- 24; n <- round(exp(runif(k, 3, 7))); x <- rbinom(k, n, plogis(rnorm(k, -1.4, .45))); e <- round(exp(runif(k, 2, 5)), 2); o <- rpois(k, e * exp(rnorm(k, 0, .3)))
o[o == 0] <- 1
wins <- function(z, trim) { q <- quantile(z, c(trim, 1 - trim)); pmin(pmax(z, q[1]), q[2]) }
tau2 <- function(phi, n, s) { w <- 1 / s^2; if (n * phi < n - 1) 0 else max(0, (n * phi - (n - 1)) / (sum(w) - sum(w^2) / sum(w))) }
od <- local({
  t <- sum(x) / sum(n); s <- 1 / (2 * sqrt(n)); zz <- (asin(sqrt(x / n)) - asin(sqrt(t))) / s
  phi <- mean(wins(zz, .1)^2); t2 <- tau2(phi, k, s); u <- sqrt(s^2 + t2)
  lim <- function(c) sin(pmin(pi / 2, pmax(0, asin(sqrt(t)) + c * u)))^2
  list(target = t, z = zz, phiRaw = mean(zz^2), phi = phi, tau2 = t2, widened = zz * s / u,
    low95 = lim(-qnorm(.975)), high95 = lim(qnorm(.975)), low998 = lim(-qnorm(.999)), high998 = lim(qnorm(.999)))
})
cqc <- local({
  s <- 1 / (2 * sqrt(e)); zz <- (sqrt(o / e) - 1) / s; phi <- mean(wins(zz, .1)^2); t2 <- tau2(phi, k, s); u <- sqrt(s^2 + t2)
  list(z = zz, phi = phi, tau2 = t2, low95 = pmax(0, 1 - qnorm(.975) * u)^2, high998 = (1 + qnorm(.999) * u)^2)
})
shmi <- local({
  s <- 1 / sqrt(e); zz <- sqrt(e) * log(o / e); q <- quantile(zz, c(.1, .9)); keep <- zz >= q[1] & zz <= q[2]
  phi <- mean(zz[keep]^2); t2 <- tau2(phi, sum(keep), s[keep]); u <- sqrt(s^2 + t2)
  list(z = zz, s = s, n = sum(keep), phi = phi, tau2 = t2, widened = zz * s / u,
    low95 = exp(-qnorm(.975) * u), high95 = exp(qnorm(.975) * u), low998 = exp(-qnorm(.999) * u), high998 = exp(qnorm(.999) * u))
})
out$funnel <- list(n = n, x = x, e = e, o = o, arcsine = od, squareRoot = cqc, log = shmi,
  binomial = lapply(c(9, 40, 368, 1738), function(m) list(n = m, low95 = abs(qbinom(.025, m, .103935)), high95 = abs(qbinom(.975, m, .103935)), low998 = abs(qbinom(.001, m, .103935)), high998 = abs(qbinom(.999, m, .103935)))),
  poisson = lapply(c(.4, 6.5, 40, 900), function(m) list(e = m, low95 = abs(qpois(.025, m)), high95 = abs(qpois(.975, m)), low998 = abs(qpois(.001, m)), high998 = abs(qpois(.999, m)))))

# Seven authorities of 10 to 39 children, in families.
ev <- c(31, 18, 19, 4, 9, 9, 9); nn <- c(39, 27, 20, 15, 14, 13, 10)
m <- glmer(cbind(ev, nn - ev) ~ 1 + (1 | g), data.frame(g = factor(1:7)), binomial, nAGQ = 25,
  control = glmerControl(optimizer = "bobyqa", tolPwrss = 1e-13, optCtrl = list(rhoend = 1e-10)))
area <- function(f, at) integrate(f, at - 9, at + 9, rel.tol = 1e-13, subdivisions = 4000)$value
marginal <- function(th) sum(sapply(1:7, function(j) {
  h <- function(u) exp(dbinom(ev[j], nn[j], plogis(th[1] + u), log = TRUE) + dnorm(u, 0, abs(th[2]), log = TRUE))
  log(integrate(h, -12, 12, rel.tol = 1e-12, subdivisions = 4000)$value)
}))
fit <- optim(c(fixef(m), getME(m, "theta")), function(th) -marginal(th), method = "BFGS", control = list(reltol = 1e-15, maxit = 500, ndeps = c(1e-5, 1e-5)))
for (i in 1:4) { # Newton steps to the exact maximum
  g <- grad(marginal, fit$par); H <- hessian(marginal, fit$par); fit$par <- fit$par - solve(H, g)
}
b <- fit$par[1]; s <- abs(fit$par[2]); vb <- solve(-hessian(marginal, fit$par))[1, 1]
post <- t(sapply(1:7, function(j) {
  f <- function(u) dbinom(ev[j], nn[j], plogis(b + u)) * dnorm(u, 0, s)
  c0 <- integrate(f, -9, 9, rel.tol = 1e-12)$value
  mu <- integrate(function(u) u * f(u), -9, 9, rel.tol = 1e-12)$value / c0
  v <- integrate(function(u) (u - mu)^2 * f(u), -9, 9, rel.tol = 1e-12)$value / c0
  p <- integrate(function(u) plogis(b + u) * f(u), -9, 9, rel.tol = 1e-12)$value / c0
  err <- sqrt(v + (v / s^2)^2 * vb)
  c(p, plogis(b + mu - z * err), plogis(b + mu + z * err))
}))
out$randomIntercept <- list(events = ev, n = nn, lme4 = list(intercept = unname(fixef(m)), sd = getME(m, "theta")[[1]]), intercept = unname(b), sd = unname(s),
  medianOddsRatio = unname(exp(sqrt(2) * s * qnorm(.75))), shares = post)

# Beta-binomial by maximum likelihood.
bb <- function(th) { m <- plogis(th[1]); t <- exp(th[2]); a <- m / t; b <- (1 - m) / t; sum(lbeta(a + ev, b + nn - ev) - lbeta(a, b)) }
f <- optim(c(.9, -2), function(th) -bb(th), method = "BFGS", control = list(reltol = 1e-16))
for (i in 1:5) f$par <- f$par - solve(hessian(bb, f$par), grad(bb, f$par))
mu <- plogis(f$par[1]); th <- exp(f$par[2]); a <- mu / th; bt <- (1 - mu) / th
vm <- -1 / hessian(function(v) { a <- v / th; b <- (1 - v) / th; sum(lbeta(a + ev, b + nn - ev) - lbeta(a, b)) }, mu)[1, 1]
est <- (a + ev) / (a + bt + nn); w <- nn / (a + bt + nn); v <- est * (1 - est) / (a + bt + nn + 1) + (1 - w)^2 * vm; size <- est * (1 - est) / v - 1
out$betaBinomial <- list(mean = mu, icc = th / (1 + th), estimate = est, weight = w, ciLow = qbeta(.025, est * size, (1 - est) * size), ciHigh = qbeta(.975, est * size, (1 - est) * size))

# Rows: likeness, design effect, case mix.
set.seed(11)
N <- 180; fam <- sort(sample(1:120, N, TRUE)); fa <- sample(LETTERS[1:5], 120, TRUE, c(.35, .25, .2, .1, .1)); fu <- rnorm(120, 0, .9)
d <- data.frame(family = fam, authority = fa[fam], age = sample(c("0-5", "6-12", "13+"), N, TRUE), sex = sample(c("boy", "girl"), N, TRUE))
d$event <- rbinom(N, 1, plogis(.3 + .5 * (d$age == "13+") - .9 * (d$authority == "D") + fu[d$family]))
d$authority <- factor(d$authority); d$age <- factor(d$age, levels = c("0-5", "6-12", "13+")); d$sex <- factor(d$sex)
g <- glm(event ~ authority + age + sex, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))
V <- vcovCL(g, cluster = d$family, type = "HC0", cadjust = TRUE)
X <- model.matrix(g); be <- coef(g)
std1 <- t(sapply(levels(d$authority), function(l) {
  dd <- d; dd$authority <- factor(l, levels = levels(d$authority)); Z <- model.matrix(delete.response(terms(g)), dd)
  q <- plogis(Z %*% be); s <- mean(q); gr <- colMeans(Z * as.vector(q * (1 - q)))
  se <- sqrt(drop(t(gr) %*% V %*% gr)) / (s * (1 - s)); c(s, plogis(qlogis(s) - z * se), plogis(qlogis(s) + z * se))
}))
ii <- grep("^authority", names(be)); W <- drop(t(be[ii]) %*% solve(V[ii, ii]) %*% be[ii]); G <- length(unique(d$family)); q <- length(ii)
Fs <- W * (G - q) / (q * (G - 1))
one <- aov(event ~ authority, d); ms <- summary(one)[[1]][["Mean Sq"]]; na <- table(d$authority); n0 <- (N - sum(na^2) / N) / (length(na) - 1)
res <- d$event - ave(d$event, d$authority)
out$rows <- list(data = d, adjusted = std1, wald = c(Fs, q, G - q, pf(Fs, q, G - q, lower.tail = FALSE)),
  icc = (ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2]), designEffect = sum(tapply(res, d$family, sum)^2) / sum(res^2))

out$versions <- c(list(R = as.character(getRversion())), sapply(c("lme4", "sandwich", "numDeriv"), function(p) as.character(packageVersion(p)), simplify = FALSE))
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), sub("[.]R$", ".json", script))
