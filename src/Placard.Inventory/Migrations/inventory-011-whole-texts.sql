-- PostgreSQL takes a row of more than two kilobytes apart, packs its text and files the pieces in a table with an index
-- of its own: that was half of what an import cost there. Most jobs' texts are shorter than half a page.
{whole job_texts};
