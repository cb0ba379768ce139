-- What was said one by one of a category's items, after a watermark: these don't count although they are there. Of its own, because
-- the projection has to wait while it is made, and nobody else has to.
create index item_said on item (channel, category, place) where archived or read or seen;
