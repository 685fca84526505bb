-- Whose forms have needed which questions document, so that an advertiser sees the state of its own and of no others.
-- job_id: the job that needed it first.
CREATE TABLE question_document_uses (
    id {id} PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    url TEXT NOT NULL,
    job_id BIGINT NOT NULL,
    first_used_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX question_document_uses_of ON question_document_uses (customer_id, url);
