-- Work that has ended is found by when it did, to remind of the money that is still held for it and to let go of that (decision 98).

CREATE INDEX deployment_ended ON deployment (ended_at) WHERE ended_at IS NOT NULL;
