-- What is built again may be the rows of one stream only, in the groups that are named: all the others are copied.
ALTER TABLE replay ADD COLUMN stream text;
