-- The terms in which this database was written: whether the place that a host names lies in its history.
CREATE TABLE term (
    epoch INTEGER PRIMARY KEY,
    incarnation TEXT NOT NULL,
    first_sequence INTEGER NOT NULL
) STRICT;

INSERT INTO term (epoch, incarnation, first_sequence) SELECT epoch, incarnation, 0 FROM controller_epoch;
