-- Money stays held back for visits that wait for the host when their support has ended, and for a while after that. What finds
-- the budgets in which it may be.

CREATE INDEX pooled_budget_open ON pooled_budget (id) WHERE status = 'open';
