-- Roles that are over by their time alone are ended (decision 113): the worker finds them by this.

CREATE INDEX membership_over ON membership (until) WHERE status <> 'ended' AND until IS NOT NULL;
