-- What a file says of a picture that it names, kept until the picture is there: what is to be seen in other languages
-- ({ locale: text }), and the point that stays in sight, percent from the left and from the top.
alter table import_pictures add column alts text not null default '{}' check (json_valid(alts));
alter table import_pictures add column focal_x integer not null default 50 check (focal_x between 0 and 100);
alter table import_pictures add column focal_y integer not null default 50 check (focal_y between 0 and 100);

-- What became of the categories that a file tells of.
alter table jobs add column categories_created integer not null default 0;
alter table jobs add column categories_updated integer not null default 0;
alter table jobs add column categories_unchanged integer not null default 0;
