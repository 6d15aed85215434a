//! Recipes: steps that follow on pictures. Each step is a job of its own for every picture that it takes.
//!
//! Here is what can be said without knowing a model: how many steps there are and how many jobs come of them.

text_enum! {
    /// Which pictures of the job before a step takes.
    Take {
        /// Every one.
        All = "all",
        /// The first one.
        First = "first",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that makes the enum marks no default")]
impl Default for Take {
    fn default() -> Self {
        Self::All
    }
}

/// Steps of a recipe at most.
pub const MAX_STEPS: usize = 8;

/// Pictures that one run is given at most.
pub const MAX_RUN_IMAGES: usize = 1000;

/// Jobs that come of one picture at most: eight steps that each make four pictures of one would be 87,381.
pub const MAX_JOBS_PER_IMAGE: u64 = 256;

/// What of a step decides how many jobs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepShape {
    /// Which pictures it takes.
    pub take: Take,
    /// Pictures it makes of each, 1 or more.
    pub num_images: u64,
}

/// Pictures that go into the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecipeInputs {
    /// All of them.
    pub all: u64,
    /// Those that are the first of their job.
    pub first: u64,
}

impl RecipeInputs {
    /// Pictures that were chosen one by one: each counts as the first.
    #[must_use]
    pub const fn chosen(count: u64) -> Self {
        Self {
            all: count,
            first: count,
        }
    }
}

/// What comes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepCount {
    /// Its jobs.
    pub jobs: u64,
    /// Their pictures.
    pub images: u64,
}

/// Steps that are no recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecipeProblem {
    /// There is none, or there are too many.
    #[error("use 1 to {most} steps; there are {0}", most = MAX_STEPS)]
    StepCount(usize),
    /// Too many jobs come of one picture.
    #[error("{0} jobs would come of one picture, and {most} are the most; let steps take the first picture or make fewer", most = MAX_JOBS_PER_IMAGE)]
    TooManyJobs(u64),
}

/// Checks the number of steps, and of jobs that come of a picture.
///
/// # Errors
/// [`RecipeProblem`].
pub fn check_steps(steps: &[StepShape]) -> Result<(), RecipeProblem> {
    if !(1..=MAX_STEPS).contains(&steps.len()) {
        return Err(RecipeProblem::StepCount(steps.len()));
    }
    let counts = count_steps(steps, RecipeInputs::chosen(1));
    let jobs = counts.iter().fold(0u64, |sum, count| sum.saturating_add(count.jobs));
    if jobs > MAX_JOBS_PER_IMAGE {
        return Err(RecipeProblem::TooManyJobs(jobs));
    }
    Ok(())
}

/// Jobs and pictures of each step when every job goes well.
#[must_use]
pub fn count_steps(steps: &[StepShape], inputs: RecipeInputs) -> Vec<StepCount> {
    let mut before = inputs;
    let counts = steps.iter().map(|step| {
        let jobs = match step.take {
            Take::All => before.all,
            Take::First => before.first,
        };
        let images = jobs.saturating_mul(step.num_images);
        before = RecipeInputs {
            all: images,
            first: jobs,
        };
        StepCount { jobs, images }
    });
    counts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn step(take: Take, num_images: u64) -> StepShape {
        StepShape { take, num_images }
    }

    #[test]
    fn jobs_multiply_where_all_pictures_are_taken() {
        let steps = [step(Take::All, 4), step(Take::All, 2), step(Take::First, 1)];
        let counts = count_steps(&steps, RecipeInputs { all: 6, first: 3 });
        let numbers: Vec<(u64, u64)> = counts.iter().map(|count| (count.jobs, count.images)).collect();
        assert_eq!(numbers, [(6, 24), (24, 48), (24, 24)]);
    }

    #[test]
    fn the_first_step_may_take_the_first_picture_of_each_job() {
        let counts = count_steps(&[step(Take::First, 1)], RecipeInputs { all: 12, first: 3 });
        assert_eq!(counts, [StepCount { jobs: 3, images: 3 }]);
    }

    #[test]
    fn recipes_have_one_to_eight_steps() {
        let one = step(Take::All, 1);
        assert_eq!(check_steps(&[]), Err(RecipeProblem::StepCount(0)));
        assert_eq!(check_steps(&[one; 8]), Ok(()));
        assert_eq!(check_steps(&[one; 9]), Err(RecipeProblem::StepCount(9)));
    }

    #[test]
    fn a_picture_does_not_become_any_number_of_jobs() {
        // 1 + 4 + 16 + 64 = 85 jobs, then 256 more.
        assert_eq!(check_steps(&[step(Take::All, 4); 4]), Ok(()));
        assert_eq!(
            check_steps(&[step(Take::All, 4); 5]),
            Err(RecipeProblem::TooManyJobs(341))
        );
        assert_eq!(check_steps(&[step(Take::First, 4); 8]), Ok(()));
        let huge = [step(Take::All, u64::MAX); 8];
        assert!(matches!(check_steps(&huge), Err(RecipeProblem::TooManyJobs(_))));
    }
}
