import { type Interval, NORMAL_QUANTILE_95 } from './interval.ts';

/**
 * Wilson's score interval of a share, 95 %: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
 * JASA 22 (1927). It stays within 0 and 1 and holds its level near them, where the plain normal interval does not
 * (Brown, Cai and DasGupta, Interval estimation for a binomial proportion, Statistical Science 16 (2001)).
 *
 * @param right Successes, 0 to `asked`.
 * @param asked Independent trials, 1 or more.
 */
export function wilsonInterval(right: number, asked: number): Interval {
  const square = NORMAL_QUANTILE_95 ** 2;
  const share = right / asked;
  const middle = (share + square / (2 * asked)) / (1 + square / asked);
  const half =
    (NORMAL_QUANTILE_95 / (1 + square / asked)) *
    Math.sqrt((share * (1 - share)) / asked + square / (4 * asked * asked));
  return {
    low: right === 0 ? 0 : Math.max(0, middle - half),
    high: right === asked ? 1 : Math.min(1, middle + half),
  };
}
