// Days that make sense whenever the page is opened.

const text = (day) => day.toISOString().slice(0, 10);

// The day so many days from today, as 2026-11-21.
export function inDays(days) {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + days);
  return text(day);
}

// The first day of last month.
export function monthAgo() {
  const today = new Date();
  return text(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)));
}

// The first day of the academic year in which last month lies.
export function yearBegan() {
  const month = new Date(monthAgo());
  return text(new Date(Date.UTC(month.getUTCFullYear() - (month.getUTCMonth() < 8 ? 1 : 0), 8, 1)));
}

// The academic year in which today lies, by the calendar year in which it began.
export function academicYear() {
  const today = new Date();
  return today.getUTCFullYear() - (today.getUTCMonth() < 8 ? 1 : 0);
}
