-- The device has another id from now on.
UPDATE OR REPLACE known_devices SET hash = :hash WHERE hash = :was
