-- Numbers of new jobs whose texts an import may have written before their jobs. The row goes with the jobs' own
-- transaction; one whose source nobody imports tells of texts that no job will ever ask for.
CREATE TABLE texts_aside (
    first_job_id {id} PRIMARY KEY,
    source_id BIGINT NOT NULL,
    job_count BIGINT NOT NULL
);
