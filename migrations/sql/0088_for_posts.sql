-- Whose work is to be supported, by their posts: people in positions like those of whoever supports them (DOMAIN B15). What was
-- asked before names nobody, and everybody fits.

ALTER TABLE support_request ADD COLUMN for_posts text[] NOT NULL DEFAULT '{}';
