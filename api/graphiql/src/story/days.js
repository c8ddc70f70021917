// Days that make sense whenever the page is opened.

// The day so many days from today, as 2026-11-21.
export function inDays(days) {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
