(
    -- Line management, read from roles: whoever holds one leads or governs the own school too, speaks for its trust, or leads
    -- several schools of its trust. `held` is the role, `at` the school at which it is held, `own` the head's own school.
    held.school_id = own.id AND held.role IN ('head', 'governor', 'trust_officer')
    OR at.trust_id = own.trust_id AND held.role = 'trust_officer'
    OR at.trust_id = own.trust_id AND held.role = 'head' AND EXISTS (
        SELECT FROM membership AS second
        JOIN school AS other ON other.id = second.school_id AND other.trust_id = own.trust_id
        WHERE second.person_id = held.person_id AND second.role = 'head' AND second.status = 'active'
            AND second.school_id <> held.school_id
    )
)
