DROP INDEX images_video;
