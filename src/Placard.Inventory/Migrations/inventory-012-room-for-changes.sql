-- An import may change every job, and a change of campaigns moves all of a pool. PostgreSQL writes a changed row anew;
-- where its page has no room, all three indexes of the table learn of it, too: a fifth of what such an import costs.
{roomy jobs};
