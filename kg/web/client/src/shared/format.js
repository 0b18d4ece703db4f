/* Times and numbers as they are shown. */

const FORMS = [
  [/^(\d{4})-(\d\d)(?:-\d\d)?$/, (year, month) => [year * 12 + month - 1, year * 12 + month - 1]],
  [/^(\d{4})-Q([1-4])$/, (year, part) => [year * 12 + part * 3 - 3, year * 12 + part * 3 - 1]],
  [/^(\d{4})-H([12])$/, (year, part) => [year * 12 + part * 6 - 6, year * 12 + part * 6 - 1]],
  [/^(\d{4})$/, (year) => [year * 12, year * 12 + 11]],
];

/** First and last month of a time (`2025-03-06`, `2025-Q1`, `2024/`, …), counted from the year 0; null for none. */
export function months(text) {
  if (!text) return null;
  if (text.includes("/")) {
    const [left, right] = text.split("/").map(months);
    return left || right ? [(left || right)[0], (right || left)[1]] : null;
  }
  for (const [form, read] of FORMS) {
    const found = form.exec(text);
    if (found) return read(...found.slice(1).map(Number));
  }
  return null;
}

/** A month as `2025-03`. */
export const monthText = (month) => `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;

/** The month that `2025-03` names, else null. */
export function readMonth(text) {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text || "");
  return found ? Number(found[1]) * 12 + Number(found[2]) - 1 : null;
}

/** A number in the way of a language; large ones in short. */
export function number(value, language) {
  const large = Math.abs(Number(value)) >= 1e6;
  const form = large ? { notation: "compact", maximumSignificantDigits: 6 } : { maximumFractionDigits: 12 };
  return new Intl.NumberFormat(language, form).format(value).replace("-", "−");
}
