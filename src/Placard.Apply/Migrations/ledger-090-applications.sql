-- One row per person who sent the contact page of a hosted application, or an RSVP of a hiring event (kind 1).
-- status STARTED, COMPLETED. outcome once completed: VALID (its event is owed), DUPLICATE, UNBILLABLE (kept, told to
-- nobody); reason is the sentence for it. job, campaign and place are as they were when the application began.
-- person, answers: sealed JSON, null once forgotten. email_mark: keyed mark of the folded e-mail, null once forgotten.
-- link_mark: SHA-256 of the secret in the address that resumes a draft. revision counts saves: of two tabs or a double
-- tap only one can go on from a revision. page is the furthest that was reached, 0 the contact page. click_fault says
-- why no completed event can be owed (billable is 0 then); it becomes the reason.
CREATE TABLE applications (
    id {id} PRIMARY KEY,
    tlr_application_id {blob} NOT NULL,
    kind BIGINT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    reason TEXT,
    customer_id BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    segment_id BIGINT,
    source_id BIGINT NOT NULL,
    job_id BIGINT NOT NULL,
    job_reference TEXT NOT NULL,
    original_job_reference TEXT NOT NULL,
    job_title TEXT NOT NULL,
    job_company TEXT NOT NULL,
    job_city TEXT NOT NULL,
    job_state TEXT NOT NULL,
    job_zipcode TEXT NOT NULL,
    tlr_sid {blob},
    feed_id BIGINT,
    billable BIGINT NOT NULL,
    click_fault TEXT,
    email_mark {blob},
    link_mark {blob} NOT NULL,
    person {blob},
    answers {blob},
    questions TEXT,
    page BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    qualified BIGINT NOT NULL,
    redirect_url TEXT,
    slot_at_ms BIGINT,
    started_at_ms BIGINT NOT NULL,
    completed_at_ms BIGINT,
    forgotten_at_ms BIGINT
);
CREATE UNIQUE INDEX applications_by_public_id ON applications (tlr_application_id);
CREATE UNIQUE INDEX applications_by_link ON applications (link_mark);
CREATE INDEX applications_of_customer ON applications (customer_id, id);
CREATE INDEX applications_of_campaign ON applications (campaign_id, id);
CREATE INDEX applications_of_person ON applications (email_mark, completed_at_ms);
CREATE INDEX applications_of_click ON applications (tlr_sid);
CREATE INDEX applications_by_start ON applications (status, started_at_ms);
-- Further addresses that resume an application: of two tabs that sent the same contact page each keeps its own.
CREATE TABLE application_links (
    link_mark {blob} PRIMARY KEY,
    application_id BIGINT NOT NULL
);
CREATE INDEX application_links_of ON application_links (application_id);
-- Uploads of an application: the resume (field 'resume') and answers of file questions (field: the question's id).
-- name, content are sealed; sha256 is of the raw bytes. number orders the files of one field.
CREATE TABLE application_files (
    id {id} PRIMARY KEY,
    application_id BIGINT NOT NULL,
    field TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 {blob} NOT NULL,
    name {blob},
    content {blob},
    added_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_files_of ON application_files (application_id, field);
-- Uploads of contact pages that were refused: kept for the next try, sealed as application_files' would be. A day old,
-- they go.
CREATE TABLE held_uploads (
    link_mark {blob} NOT NULL,
    field TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 {blob} NOT NULL,
    name {blob} NOT NULL,
    content {blob} NOT NULL,
    added_at_ms BIGINT NOT NULL,
    PRIMARY KEY (link_mark, field)
);
CREATE INDEX held_uploads_by_age ON held_uploads (added_at_ms);
-- Questions documents by address: good is the last valid one; fault says why the newest could not be taken.
CREATE TABLE question_documents (
    url TEXT PRIMARY KEY,
    good TEXT,
    good_at_ms BIGINT,
    checked_at_ms BIGINT NOT NULL,
    fault TEXT,
    etag TEXT,
    last_modified TEXT
);
-- How long a customer keeps applicants' data after completion; no row: until it is told to forget.
CREATE TABLE applicant_retention (
    customer_id {id} PRIMARY KEY,
    days BIGINT NOT NULL
);
