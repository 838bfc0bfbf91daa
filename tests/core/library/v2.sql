-- A library of version 2, as it was written before there were drafts. Never change it: it must always open.
PRAGMA application_id = 1347178315;
PRAGMA user_version = 2;
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL, stream INTEGER NOT NULL, channels TEXT NOT NULL,
    engine TEXT NOT NULL, weights TEXT NOT NULL, parameters TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
    language TEXT, provenance TEXT, finished TEXT, rank INTEGER NOT NULL DEFAULT 1,
    UNIQUE (fingerprint, stream, channels, engine, weights, parameters));
INSERT INTO "run" VALUES(1,'pl1:aa',0,'mix','faster-whisper','xxh128:1','[]','done','en','{"kind":"transcript","origin":"machine","tool":"faster-whisper","version":"1","weights":"xxh128:1","parameters":[["beam_size","5"]],"inputs":["pl1:aa"],"made":"2026-01-03T00:00:00+00:00","seconds":1.5,"energy":{"method":"unmeasured","kwh":null},"reviewed":""}','2026-01-03T00:00:00.000000+00:00',1);
INSERT INTO "run" VALUES(2,'pl1:aa',0,'mix','import','xxh128:2','[]','done','en','{"kind":"transcript","origin":"imported","tool":"a.srt","version":"","weights":"","parameters":[],"inputs":["pl1:aa"],"made":"2026-01-01T00:00:00+00:00","seconds":0.0,"energy":{"method":"unmeasured","kwh":null},"reviewed":""}','2026-01-01T00:00:00.000000+00:00',2);
INSERT INTO "run" VALUES(3,'pl1:aa',0,'mix','import','xxh128:3','[]','done','en','{"kind":"transcript","origin":"imported","tool":"b.srt","version":"","weights":"","parameters":[],"inputs":["pl1:aa"],"made":"2025-12-01T00:00:00+00:00","seconds":0.0,"energy":{"method":"unmeasured","kwh":null},"reviewed":"A. Tremblay, 2026-01-02"}','2025-12-01T00:00:00.000000+00:00',3);
INSERT INTO "run" VALUES(4,'pl1:aa',0,'mix','faster-whisper','xxh128:9','[]','running',NULL,NULL,NULL,1);
CREATE TABLE stretch (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    segments TEXT NOT NULL, dropped TEXT NOT NULL, seconds REAL NOT NULL,
    PRIMARY KEY (run, number)) WITHOUT ROWID;
INSERT INTO "stretch" VALUES(1,0,0,705600000,'[["en",[["machine",0,352800000,0.9,null],["words.",352800000,705600000,0.8,"Claire"]]]]','[]',1.5);
INSERT INTO "stretch" VALUES(2,0,0,705600000,'[["en",[["imported",0,352800000,null,null]]]]','[]',0.0);
INSERT INTO "stretch" VALUES(3,0,0,705600000,'[["en",[["reviewed",0,352800000,null,null]]]]','[]',0.0);
INSERT INTO "stretch" VALUES(4,0,0,352800000,'[]','[]',0.5);
CREATE INDEX run_preferred ON run (fingerprint, rank DESC, finished DESC);
